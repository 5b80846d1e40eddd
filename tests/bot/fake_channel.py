"""A channel without a provider: remembers what it was asked to send, and fails as told."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from aiolimiter import AsyncLimiter

from bot.channels.errors import SendError
from bot.channels.port import Channel, Envelope, File, Hold, Part, Receive
from bot.messages import BotMessage, Identity, Incoming, Kind, Sender

NAME = "fake"


class FakeChannel(Channel):
    """Sends at once; `failures[address]` are raised first, one a try."""

    name = NAME

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        """Address and text, in the order of sending."""
        self.envelopes: list[Envelope] = []
        self.parts: list[Part] = []
        self.tries = 0
        self.failures: dict[str, deque[SendError]] = defaultdict(deque)
        self.typing: list[tuple[str, str | None]] = []
        self.receive: Receive | None = None
        self.seconds = 0.0

    async def start(self, receive: Receive, hold: Hold) -> None:
        self.receive = receive

    async def stop(self) -> None:
        pass

    def render(self, message: BotMessage) -> tuple[Part, ...]:
        """A part a paragraph."""
        texts = message.text.split("\f")
        return tuple(
            Part("text", {"text": text, "buttons": [one.payload for one in message.buttons]})
            for text in texts
        )

    def render_template(self, template: Mapping[str, Any]) -> tuple[Part, ...]:
        return (Part("template", {"text": template["name"], "buttons": []}),)

    def pace(self, address: str) -> Sequence[AsyncLimiter]:
        return ()

    async def send(self, part: Part, envelope: Envelope) -> str:
        self.tries += 1
        await asyncio.sleep(self.seconds)
        if self.failures[envelope.address]:
            raise self.failures[envelope.address].popleft()
        self.sent.append((envelope.address, part.body["text"]))
        self.envelopes.append(envelope)
        self.parts.append(part)
        return f"p{len(self.sent)}"

    async def show_typing(self, address: str, external_id: str | None) -> None:
        self.typing.append((address, external_id))

    async def fetch(self, provider_id: str, largest: int) -> File:
        return File(b"%PDF-1.4 a small file", None)

    def texts(self, address: str) -> list[str]:
        """What one person was sent."""
        return [text for to, text in self.sent if to == address]


class WindowedChannel(FakeChannel):
    """Lets us write for a day, and tells by tag what became of a message."""

    window = timedelta(hours=24)
    shows_receipts = True
    coalesces = True


def said(user: str, text: str, number: object = None, **more: Any) -> Incoming:
    """A message of a person of this channel."""
    sender = more.pop("sender", Sender(NAME, (Identity("user", user),), user))
    external_id = None if number is None else f"message:{number}"
    return Incoming(sender, text, external_id, **more)


def pressed(user: str, reference: str, number: object, on: str = "p1") -> Incoming:
    """A tap on a button."""
    return said(user, "…", f"tap{number}", kind=Kind.PRESS, reference=reference, pressed_on=on)


async def until(condition: Any, seconds: float = 8.0) -> None:
    """Wait until a condition (a call, or a coroutine function) holds."""
    async with asyncio.timeout(seconds):
        while True:
            holds = condition()
            if asyncio.iscoroutine(holds):
                holds = await holds
            if holds:
                return
            await asyncio.sleep(0.01)
