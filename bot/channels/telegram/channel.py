"""Telegram as a channel of the desk."""

import asyncio
from collections.abc import Coroutine, Sequence
from functools import partial
from typing import Any, Final

import structlog
from aiolimiter import AsyncLimiter
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.channels.errors import Unsure
from bot.channels.port import Channel, Envelope, File, Hold, Part, Receive
from bot.channels.telegram import announcing, files, sending
from bot.channels.telegram.backoff import Backoff
from bot.channels.telegram.bot_api import NAME
from bot.channels.telegram.checking import look
from bot.channels.telegram.connection import Connection
from bot.channels.telegram.failures import UNREADABLE, send_error
from bot.channels.telegram.pacing import Pace
from bot.channels.telegram.parsing import callback_query_id, read_body, read_update
from bot.channels.telegram.polling import Poller
from bot.channels.telegram.redaction import hide_token
from bot.channels.telegram.rendering import render
from bot.channels.telegram.senders import Account, AccountUnknown
from bot.channels.telegram.webhook import PATH, create_router, secret_of
from bot.messages import BotMessage

log = structlog.get_logger(__name__)

#: https://core.telegram.org/bots/api#getfile
LARGEST_FILE: Final = 20 * 1024 * 1024


class TelegramChannel(Channel):
    """A bot, by webhook where `public_url` (https) is given, else by long polling.

    `largest_file` is in bytes; `pause` is the first of the growing pauses in seconds when Telegram
    is away.
    """

    name = NAME

    def __init__(
        self,
        token: str,
        api_url: str = "https://api.telegram.org",
        public_url: str = "",
        largest_file: int = LARGEST_FILE,
        pause: float = 1.0,
    ) -> None:
        hide_token(token)
        self._connection = Connection(token, api_url)
        self._bot = self._connection.bot
        self._secret = secret_of(token)
        self._webhook_url = f"{public_url.rstrip('/')}{PATH}" if public_url else ""
        self._largest_file = largest_file
        self._pause = pause
        self._pace = Pace()
        self._account: Account | None = None
        self._receive: Receive | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.router = create_router(self._secret, self._accept) if public_url else None

    async def start(self, receive: Receive, hold: Hold) -> None:
        """Begin to take updates; whatever needs Telegram is done in the background until it works."""
        self._receive = receive
        await self._connection.open()
        self._in_background(self._run(hold))

    async def stop(self) -> None:
        """End polling and connections; what was not stored comes again."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._receive = None
        await self._connection.close()

    def render(self, message: BotMessage) -> tuple[Part, ...]:
        """Texts of at most 4096 units, with inline buttons under the last."""
        return render(message)

    def pace(self, address: str) -> Sequence[AsyncLimiter]:
        """One a second to a person, 20 a minute to a group, 30 a second in all."""
        return self._pace.limiters(address)

    async def send(self, part: Part, envelope: Envelope) -> str:
        """Send or edit."""
        try:
            return await sending.deliver(self._bot, part, envelope)
        except TelegramError as error:
            raise send_error(error) from error
        except UNREADABLE as error:
            raise Unsure("unreadable", type(error).__name__) from error

    async def show_typing(self, address: str, external_id: str | None) -> None:
        """Show "typing" for five seconds or until the answer."""
        try:
            await self._bot.send_chat_action(int(address), ChatAction.TYPING)
        except (TelegramError, *UNREADABLE) as error:
            log.debug("telegram_typing_not_shown", error=type(error).__name__)

    async def fetch(self, provider_id: str, largest: int) -> File:
        """Download what a person sent."""
        return await files.fetch(self._bot, provider_id, min(largest, self._largest_file))

    async def check(self) -> Sequence[tuple[str, bool, str]]:
        """Token, webhook, backlog."""
        return await look(self._bot, self._webhook_url)

    async def _run(self, hold: Hold) -> None:
        await self._connect()
        if not self._webhook_url:
            fetch = self._connection.updates
            await Poller(fetch, self._store, hold, self._pause).run()

    async def _connect(self) -> None:
        backoff = Backoff(self._pause)
        while True:
            try:
                await self._introduce()
                return
            except (TelegramError, *UNREADABLE) as error:
                reason = send_error(error).reason if isinstance(error, TelegramError) else ""
                log.warning("telegram_not_connected", error=type(error).__name__, reason=reason)
                await asyncio.sleep(backoff.pause())

    async def _introduce(self) -> None:
        me = await self._bot.get_me()
        self._account = Account(me.id, me.username or "")
        if self._webhook_url:
            await announcing.announce_webhook(self._bot, self._webhook_url, self._secret)
        else:
            await announcing.withdraw_webhook(self._bot)
        self._in_background(self._announce_menu())

    async def _announce_menu(self) -> None:
        try:
            await announcing.announce_menu(self._bot)
        except (TelegramError, *UNREADABLE) as error:
            log.warning("telegram_menu_not_set", error=type(error).__name__)

    async def _accept(self, body: bytes) -> bool:
        """Store what the webhook brought."""
        try:
            events, query = read_body(body, self._account)
        except AccountUnknown:
            return False
        if self._receive is None:
            return False
        if events:
            await self._receive(events)
        self._answer_query(query)
        return True

    async def _store(self, updates: Sequence[Any]) -> None:
        """Store what a poll brought."""
        read = partial(read_update, account=self._account)
        events = [event for update in updates for event in read(update)]
        if events and self._receive is not None:
            await self._receive(events)
        for update in updates:
            self._answer_query(callback_query_id(update))

    def _answer_query(self, query: str | None) -> None:
        if query is not None:
            self._in_background(self._end_waiting(query))

    async def _end_waiting(self, query: str) -> None:
        """Stop the clock on the pressed button; too late is as good."""
        try:
            await self._bot.answer_callback_query(query)
        except (TelegramError, *UNREADABLE) as error:
            log.debug("telegram_query_not_answered", error=type(error).__name__)

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
