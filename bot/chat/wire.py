"""How turns and messages look to a client of the chat API."""

from dataclasses import asdict
from typing import Any

from bot import history
from bot.messages import BotMessage, Post, Question, Turn
from bot.tables import Message


def answered(turn: Turn) -> dict[str, Any]:
    """An answer; `question` and `position` are places in the conversation."""
    return {
        "owner": owner(turn.owner),
        "language": turn.language,
        "intent": turn.intent,
        "replies": _replies(turn.replies),
        "id": turn.external_id,
        "question": turn.question,
        "position": turn.position,
    }


def posted(post: Post) -> dict[str, Any]:
    """What staff or the desk said without being asked."""
    return {
        "owner": owner(post.owner),
        "language": post.language,
        "author": author(post.author),
        "replies": _replies(post.replies),
        "position": post.position,
    }


def owner(value: str) -> str:
    """Who has the conversation, without saying which member of staff."""
    return value.partition(":")[0]


def author(value: str) -> str:
    """Who spoke, without saying which member of staff."""
    return value.partition(":")[0]


def asked(question: Question) -> dict[str, Any]:
    """A question, as other open pages of the conversation are told of it."""
    return {"id": question.external_id, "position": question.position, "text": question.text}


def stored(message: Message) -> dict[str, Any]:
    """A message of the history."""
    return {
        "position": message.position,
        "direction": message.direction,
        "author": author(message.author),
        "id": message.external_id,
        "status": message.status,
        "text": message.text,
        "language": message.language,
        "buttons": [asdict(button) for button in history.buttons_of(message)],
        "at": message.created_at.isoformat(),
    }


def _replies(messages: tuple[BotMessage, ...]) -> list[dict[str, Any]]:
    return [
        {"text": message.text, "buttons": [asdict(button) for button in message.buttons]}
        for message in messages
    ]
