"""Long polling that confirms an update only after it was stored.

https://core.telegram.org/bots/api#getupdates: a poll with an offset confirms all below it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.port import Hold
from bot.channels.telegram.backoff import Backoff
from bot.channels.telegram.failures import seconds_to_wait

log = structlog.get_logger(__name__)

Fetch = Callable[[int | None], Awaitable[Sequence[Any]]]
Store = Callable[[Sequence[Any]], Awaitable[None]]

#: In pauses: how long to leave alone a bot that somebody else polls.
_CONFLICT_PAUSES: Final = 10


class Poller:
    """Fetches updates one batch at a time, for ever; no error ends it."""

    def __init__(self, fetch: Fetch, store: Store, hold: Hold, pause: float) -> None:
        self._fetch = fetch
        self._store = store
        self._hold = hold
        self._pause = pause
        self._backoff = Backoff(pause)
        self._offset: int | None = None

    async def run(self) -> None:
        """Poll until cancelled."""
        while True:
            try:
                held = await self._hold()
                if held:
                    await self.once()
                self._backoff.reset()
                wait = 0.0 if held else self._pause
            except Exception as error:
                # Of the database too: nothing was confirmed, so the same updates come again.
                wait = self._after(error)
            await asyncio.sleep(wait)

    async def once(self) -> None:
        """Fetch a batch and store it.

        The offset is sent with the one poll that confirms the batch, never afterwards: after a
        week without updates Telegram goes on at a random id, which may be a lower one.
        """
        updates = await self._fetch(self._offset)
        if updates:
            await self._store(updates)
        self._offset = _after_last(updates)

    def _after(self, error: Exception) -> float:
        match error:
            case Conflict():
                log.error("telegram_polled_elsewhere", remedy="stop the other program or webhook")
                return self._backoff.pause(at_least=self._pause * _CONFLICT_PAUSES)
            case InvalidToken():
                log.error("telegram_token_refused", remedy="set a valid token and restart")
            case RetryAfter():
                return self._backoff.pause(at_least=seconds_to_wait(error))
            case TelegramError():
                log.warning("telegram_poll_failed", error=type(error).__name__)
            case _:
                log.exception("telegram_updates_not_stored")
        return self._backoff.pause()


def _after_last(updates: Sequence[Any]) -> int | None:
    ids = [update.get("update_id") for update in updates if isinstance(update, dict)]
    known = [each for each in ids if isinstance(each, int)]
    return known[-1] + 1 if known else None
