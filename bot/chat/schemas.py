"""The JSON of the chat API."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from bot import history
from bot.languages import Language
from bot.messages import BotMessage, Question, Turn
from bot.tables import IN, Message


class MessageIn(BaseModel):
    """What a person says. The same `id` again is the same message."""

    model_config = ConfigDict(strict=True)

    text: str
    id: str | None = Field(None, min_length=1, max_length=64, pattern=r"^[\x21-\x7e]+$")
    language: Language | None = None


class ButtonOut(BaseModel):
    """A choice; saying its payload presses it."""

    title: str
    payload: str


class ReplyOut(BaseModel):
    """One message of the answer."""

    text: str
    buttons: list[ButtonOut]


class TurnOut(BaseModel):
    """The answer to one message."""

    id: str | None
    question: int
    position: int
    owner: str
    language: str | None
    intent: str | None
    replies: list[ReplyOut]


class QuestionOut(BaseModel):
    """A message of the person, as other open pages of the conversation are told of it."""

    id: str | None
    position: int
    text: str
    at: datetime


class SaidOut(BaseModel):
    """One message of the history."""

    position: int
    sender: str
    id: str | None
    text: str
    buttons: list[ButtonOut]
    language: str | None
    status: str
    at: datetime


class HistoryOut(BaseModel):
    """The newest messages, oldest first."""

    owner: str
    language: str | None
    position: int
    messages: list[SaidOut]


def turn_out(turn: Turn) -> TurnOut:
    """A turn as the API gives it."""
    return TurnOut(
        id=turn.external_id,
        question=turn.question,
        position=turn.position,
        owner=turn.owner,
        language=turn.language,
        intent=turn.intent,
        replies=[_reply(message) for message in turn.replies],
    )


def question_out(question: Question) -> QuestionOut:
    """A question as other pages get it."""
    return QuestionOut(
        id=question.external_id, position=question.position, text=question.text, at=question.at
    )


def said_out(row: Message) -> SaidOut:
    """A stored message as the history gives it."""
    return SaidOut(
        position=row.position,
        sender="user" if row.direction == IN else "bot",
        id=row.external_id,
        text=row.text,
        buttons=_buttons(BotMessage(row.text, history.buttons_of(row))),
        language=row.language,
        status=row.status,
        at=row.created_at,
    )


def _reply(message: BotMessage) -> ReplyOut:
    return ReplyOut(text=message.text, buttons=_buttons(message))


def _buttons(message: BotMessage) -> list[ButtonOut]:
    return [ButtonOut(title=each.title, payload=each.payload) for each in message.buttons]
