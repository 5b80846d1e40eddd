"""What goes through the desk: a question comes in, a turn goes out. Plain values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Button:
    """A choice under a message. To a user, `payload` is only ever a reference."""

    title: str
    payload: str


@dataclass(frozen=True, slots=True)
class BotMessage:
    """One message of the assistant."""

    text: str
    buttons: tuple[Button, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """All that the engine says to one message, with what it understood."""

    messages: tuple[BotMessage, ...]
    language: str | None = None
    intent: str | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message as a channel hands it over, not yet stored."""

    conversation_id: str
    channel: str
    text: str
    external_id: str | None = None
    payload: str | None = None
    language: str | None = None
    refused: bool = False
    """A button was pressed that is no longer valid; the engine is not asked."""


@dataclass(frozen=True, slots=True)
class Question:
    """A stored message of a user that waits for its answer."""

    id: int
    conversation_id: str
    channel: str
    position: int
    text: str
    external_id: str | None
    payload: str | None
    refused: bool
    language: str | None
    """The language that the person chose, else that of the last answer, else None."""
    chosen_language: str | None
    at: datetime
    is_claimed: bool = False
    """It was marked as being answered when it was stored."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with the answer that was stored for it."""

    conversation_id: str
    question: int
    """Position of the question in its conversation."""
    position: int
    """Position of the last message of the answer."""
    external_id: str | None
    owner: str
    language: str | None
    intent: str | None
    replies: tuple[BotMessage, ...]
