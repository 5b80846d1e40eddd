"""What goes through the desk: a question comes in, a turn goes out. Plain values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a person sent."""

    TEXT = "text"
    PRESS = "press"
    """A button of ours; `reference` says which."""
    COMMAND = "command"
    """`/menu` and its like, typed or chosen from the channel's own menu; the text is its name."""
    CONTACT = "contact"
    """Their own phone number: content `{"phone": E.164}`."""
    LOCATION = "location"
    """Content `{"latitude": degrees, "longitude": degrees}`."""
    MEDIA = "media"
    """Content `{"kind": "voice", "provider_id": ..., "mime": ..., "name": ..., "size": bytes}`."""
    OTHER = "other"
    """Something that we cannot read; content `{"type": the provider's word for it}`."""
    SILENT = "silent"
    """Nothing that wants an answer, a reaction for one; kept for staff."""


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
    author: str = "assistant"
    """Who speaks: `assistant`, or `desk` for its own few sentences."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What a channel calls a person: kind (`user`, `phone`, `user_id`, `chat`) and value."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class Sender:
    """Who wrote, as the channel knows it."""

    channel: str
    identities: tuple[Identity, ...]
    """All that are known, the most lasting first; that one names a new conversation."""
    address: str
    """Where answers go."""
    name: str | None = None
    language: str | None = None
    """Of the person's app, where the channel tells it and it is one of ours; a weak hint."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message as a channel hands it over, not yet stored."""

    sender: Sender
    text: str
    """What the history shows; never empty."""
    external_id: str | None = None
    kind: Kind = Kind.TEXT
    reference: str | None = None
    """Of a pressed button, with its prefix, untrusted."""
    content: Mapping[str, Any] | None = None
    pressed_on: str | None = None
    """The provider's id of the message that the pressed button stood under."""
    language: str | None = None
    """That the person chose on the page."""
    campaign: str | None = None
    """Of the link that the person came by; untrusted."""


@dataclass(frozen=True, slots=True)
class Question:
    """A stored message of a user that waits for its answer."""

    id: int
    conversation_id: str
    channel: str
    position: int
    kind: Kind
    text: str
    external_id: str | None
    payload: str | None
    refused: bool
    """A button was pressed that is no longer valid; the engine is not asked."""
    content: Mapping[str, Any] | None
    owner: str
    """Of the conversation, when the question was taken up."""
    version: int
    """How often the owner has changed by then; 0: nobody of staff was ever called in."""
    language: str | None
    """The language that the person chose, else that of the last answer, else None."""
    chosen_language: str | None
    address: str
    at: datetime
    attempts: int = 0
    """How often it was taken up; more than once after a crash."""


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


@dataclass(frozen=True, slots=True)
class Post:
    """Messages that answer no question: of staff, or of the desk itself."""

    conversation_id: str
    position: int
    """Of the last of them."""
    owner: str
    language: str | None
    author: str
    replies: tuple[BotMessage, ...]
