"""WhatsApp as a channel of the desk. Nothing here was tried against Meta's own servers."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

import structlog
from aiolimiter import AsyncLimiter

from bot.channels.port import Channel, Envelope, File, Hold, Part, Receive
from bot.channels.whatsapp import media, rendering
from bot.channels.whatsapp.examination import Findings, examine
from bot.channels.whatsapp.fields import NAME
from bot.channels.whatsapp.graph import Graph
from bot.channels.whatsapp.pacing import Pace
from bot.channels.whatsapp.parsing import events_of
from bot.channels.whatsapp.templates import template_part
from bot.channels.whatsapp.webhook import webhook_router
from bot.messages import BotMessage

log = structlog.get_logger(__name__)

META: Final = "https://graph.facebook.com"
LARGEST_FILE: Final = 16 * 1024 * 1024

#: A sign that an answer is on its way is worth no longer wait, in seconds.
_TYPING_PATIENCE: Final = 5.0


class WhatsAppChannel(Channel):
    """One business phone number on the Cloud API."""

    name = NAME
    # A person may be sent 1 message in 6 seconds: a turn must not be many.
    coalesces = True
    window = timedelta(hours=24)
    shows_receipts = True

    def __init__(
        self,
        phone_id: str,
        token: str,
        app_secret: str,
        verify_token: str,
        graph_url: str = META,
        business_id: str = "",
        largest_file: int = LARGEST_FILE,
    ) -> None:
        """`business_id` is the WhatsApp Business Account's, for `check`; `largest_file` in bytes."""
        if not all((phone_id, token, app_secret, verify_token)):
            # An empty secret is one that everybody knows.
            raise ValueError("WhatsApp needs a phone number id, token, app secret and verify token")
        self._phone_id = phone_id
        self._business_id = business_id
        self._largest_file = largest_file
        self._graph = Graph(phone_id, token, graph_url)
        self._pace = Pace()
        self._receive: Receive | None = None
        self.router = webhook_router(verify_token, app_secret, self._take)

    async def start(self, receive: Receive, hold: Hold) -> None:
        """Begin to take in what the webhook brings."""
        self._receive = receive

    async def stop(self) -> None:
        """Take nothing in any more and give connections back."""
        self._receive = None
        await self._graph.close()

    def render(self, message: BotMessage) -> tuple[Part, ...]:
        """The Cloud API's messages for one of ours; `rendering` says how."""
        return rendering.render(message)

    def render_template(self, template: Mapping[str, Any]) -> tuple[Part, ...]:
        """The template of that name, with its values, in its language."""
        return (template_part(template["name"], template["language"], template["values"]),)

    def pace(self, address: str) -> Sequence[AsyncLimiter]:
        """The limits of one person and of our number."""
        return self._pace.of(address)

    async def send(self, part: Part, envelope: Envelope) -> str:
        """Send one part; the tag comes back with every status of it.

        Raises:
            SendError: by the code of the Cloud API, see `codes`.
        """
        return await self._graph.send(part.method, part.body, envelope.address, envelope.tag)

    async def show_typing(self, address: str, external_id: str | None) -> None:
        """Mark a person's message as read, with three dots under it. Never raises."""
        if external_id is None:
            return
        try:
            async with asyncio.timeout(_TYPING_PATIENCE):
                await self._graph.show_typing(external_id)
        except Exception as error:
            # The answer matters and this does not: whatever went wrong, the turn goes on.
            log.debug("whatsapp.typing_failed", kind=type(error).__name__)

    async def fetch(self, provider_id: str, largest: int) -> File:
        """Get what a person sent, of at most `largest` bytes and of the channel's own bound."""
        return await media.fetch(self._graph, provider_id, min(largest, self._largest_file))

    async def check(self) -> Findings:
        """Whether the number answers, and whether webhooks of the account are subscribed to."""
        return await examine(self._graph, self._business_id)

    async def _take(self, body: bytes) -> bool:
        if self._receive is None:
            return False
        events = events_of(body, self._phone_id)
        if events:
            await self._receive(events)
        return True
