"""The port that every channel fulfils towards the desk."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from aiolimiter import AsyncLimiter
from fastapi import APIRouter

from bot.channels.events import Event
from bot.messages import BotMessage

Receive = Callable[[Sequence[Event]], Awaitable[None]]
"""Stores what arrived; when it returns, everything is committed. Raises what the database raises."""

Hold = Callable[[], Awaitable[bool]]
"""Takes or keeps the right to be the only poller; False while another desk has it."""


@dataclass(frozen=True, slots=True)
class Part:
    """One message at the provider. `method` and `body` are the channel's own; `body` is JSON."""

    method: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Envelope:
    """Whom a part is for. `tag` marks it, so that a receipt finds it: at most 64 characters."""

    address: str
    tag: str
    edit_of: str | None = None
    """The provider's id of a message to be replaced by this one, where the channel can."""


@dataclass(frozen=True, slots=True)
class File:
    """A file as it came from the provider."""

    content: bytes
    mime: str | None


class Channel(ABC):
    """Telegram, WhatsApp, ... The desk's sender calls it; it calls `Receive`."""

    name: ClassVar[str]
    coalesces: ClassVar[bool] = False
    """Whether all messages of an answer become one before they are stored."""
    window: ClassVar[timedelta | None] = None
    """How long after a person's last message we may write freely; None: always."""
    shows_receipts: ClassVar[bool] = False
    """Whether the provider tells by tag what became of a message that we are unsure about."""

    router: APIRouter | None = None
    """The webhook's routes, to be mounted by the desk."""

    @abstractmethod
    async def start(self, receive: Receive, hold: Hold) -> None:
        """Connect, announce the webhook or begin to poll; must not fail when the provider is away."""

    @abstractmethod
    async def stop(self) -> None:
        """End polling and connections."""

    @abstractmethod
    def render(self, message: BotMessage) -> tuple[Part, ...]:
        """The provider's messages for one of ours, within its limits; the same every time."""

    def render_template(self, template: Mapping[str, Any]) -> tuple[Part, ...]:
        """The call that sends an approved template (WhatsApp); `name`, `language`, `values`."""
        raise NotImplementedError(f"{self.name} has no templates")

    @abstractmethod
    def pace(self, address: str) -> Sequence[AsyncLimiter]:
        """What must be waited for before one part is sent to this address."""

    @abstractmethod
    async def send(self, part: Part, envelope: Envelope) -> str:
        """Send one part; gives the provider's id of it.

        Raises:
            SendError: one of `bot.channels.errors`, which says what to do about it.
        """

    @abstractmethod
    async def show_typing(self, address: str, external_id: str | None) -> None:
        """Show that an answer is being written (and, where it can, that the message was read).

        Best effort: never raises for anything the provider does.
        """

    @abstractmethod
    async def fetch(self, provider_id: str, largest: int) -> File:
        """Get a file of at most `largest` bytes.

        Raises:
            Final: it is gone or too large. Temporary: try again later.
        """

    async def check(self) -> Sequence[tuple[str, bool, str]]:
        """For `rahbar doctor`: what was looked at, whether it is well, how to mend it."""
        return ()
