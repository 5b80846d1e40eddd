"""How turns and messages look to a client of the chat API."""

from dataclasses import asdict
from typing import Any

from bot import history
from bot.messages import Question, Turn
from bot.tables import Message


def answered(turn: Turn) -> dict[str, Any]:
    """An answer; `question` and `position` are places in the conversation."""
    return {
        "owner": turn.owner,
        "language": turn.language,
        "intent": turn.intent,
        "replies": [
            {"text": reply.text, "buttons": [asdict(button) for button in reply.buttons]}
            for reply in turn.replies
        ],
        "id": turn.external_id,
        "question": turn.question,
        "position": turn.position,
    }


def asked(question: Question) -> dict[str, Any]:
    """A question, as other open pages of the conversation are told of it."""
    return {"id": question.external_id, "position": question.position, "text": question.text}


def stored(message: Message) -> dict[str, Any]:
    """A message of the history."""
    return {
        "position": message.position,
        "direction": message.direction,
        "id": message.external_id,
        "status": message.status,
        "text": message.text,
        "language": message.language,
        "buttons": [asdict(button) for button in history.buttons_of(message)],
        "at": message.created_at.isoformat(),
    }
