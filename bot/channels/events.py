"""What a channel reports beside messages. Plain values."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.messages import Identity, Incoming, Sender


class Failure(StrEnum):
    """What is done about a message that the provider took and could not bring."""

    FINAL = "final"
    RETRY = "retry"
    WINDOW = "window"
    """It may go out when the person has written again."""
    STOP = "stop"
    """Nothing reaches anybody until a person mends it."""


@dataclass(frozen=True, slots=True)
class Edited:
    """A person changed a message; it is noted beside the old words and not answered anew."""

    sender: Sender
    external_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Reachability:
    """A person blocked us or let us in again."""

    sender: Sender
    is_blocked: bool


@dataclass(frozen=True, slots=True)
class Moved:
    """An identity was replaced: a group became a supergroup, a person changed their number.

    The new one takes over the conversation of the old one.
    """

    channel: str
    old: Identity
    new: tuple[Identity, ...]
    address: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the provider tells of a message that we sent."""

    channel: str
    provider_id: str
    status: str
    """`sent`, `delivered`, `read` or `failed`."""
    at: datetime
    tag: str | None = None
    """Our own mark on the message (`Envelope.tag`), where the provider gives it back."""
    error_code: str | None = None
    error: str | None = None
    failure: Failure = Failure.FINAL
    """What a failed one means."""


@dataclass(frozen=True, slots=True)
class Garbled:
    """An update, or a part of one, that could not be read."""

    channel: str
    reason: str
    body: str


Event = Incoming | Edited | Reachability | Moved | Receipt | Garbled
