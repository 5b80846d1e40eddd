"""The library's client: one pool for calls and one for the long poll."""

import json
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlencode

import httpx
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.channels.telegram.bot_api import ALLOWED_UPDATES

#: How long Telegram holds a poll open when there is nothing, in seconds.
POLL: Final = 25
_SLACK: Final = 10.0
_CONNECTIONS: Final = 64
_PATIENCE: Final = 15.0


class Connection:
    """A bot and its connections. Nothing is connected before the first call."""

    def __init__(self, token: str, api_url: str) -> None:
        base = api_url.rstrip("/")
        trusted = {"verify": httpx.create_ssl_context()}
        self._calls = HTTPXRequest(
            connection_pool_size=_CONNECTIONS,
            read_timeout=_PATIENCE,
            pool_timeout=5.0,
            httpx_kwargs=trusted,
        )
        self._polls = HTTPXRequest(connection_pool_size=1, httpx_kwargs=trusted)
        self.bot = Bot(
            token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=self._calls,
            get_updates_request=self._polls,
        )

    async def open(self) -> None:
        """Make ready to call, also after `close`."""
        await self._calls.initialize()
        await self._polls.initialize()

    async def close(self) -> None:
        """End all connections."""
        await self._calls.shutdown()
        await self._polls.shutdown()

    async def updates(self, offset: int | None) -> Sequence[Any]:
        """Wait for updates, at most `POLL` seconds, and confirm those below `offset`.

        `Bot.get_updates` would give objects and fail as a whole over one that it cannot read.
        """
        query: dict[str, object] = {
            "timeout": POLL,
            "allowed_updates": json.dumps(ALLOWED_UPDATES),
        }
        if offset is not None:
            query["offset"] = offset
        url = f"{self.bot.base_url}/getUpdates?{urlencode(query)}"
        result = await self._polls.post(url, read_timeout=POLL + _SLACK)
        return result if isinstance(result, list) else []
