"""Desks that share a PostgreSQL tell each other what was stored, with LISTEN and NOTIFY.

The database stays the truth: a ring that is lost only makes somebody look a moment later.
Source: https://www.postgresql.org/docs/current/sql-notify.html
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Final

import psycopg
import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.store import DESK, RUNG

QUESTION: Final = "question"
ANSWER: Final = "answer"
POST: Final = "post"

_CHANNEL: Final = "rahbar_desk"
_NOTIFY: Final = text("SELECT pg_notify(:channel, :payload)")
#: Seconds before a lost connection is made again.
_AGAIN: Final = 2.0

Heard = Callable[[str, str, int], Awaitable[None]]
"""Takes what happened, in which conversation, at which position."""

log = structlog.get_logger(__name__)


async def ring(connection: AsyncConnection, what: str, conversation_id: str, position: int) -> None:
    """Tell the desks when this transaction is committed: this one by its store, others by NOTIFY."""
    connection.info.setdefault(RUNG, []).append((what, conversation_id, position))
    if connection.dialect.name != "postgresql":
        return
    payload = json.dumps([connection.info.get(DESK, ""), what, conversation_id, position])
    await connection.execute(_NOTIFY, {"channel": _CHANNEL, "payload": payload})


class Bell:
    """Listens for what other desks store."""

    def __init__(self, engine: AsyncEngine, desk: str, heard: Heard) -> None:
        self._engine, self._desk, self._heard = engine, desk, heard
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to listen, where the database can ring."""
        if self._engine.dialect.name == "postgresql":
            self._task = asyncio.create_task(self._listen())

    async def stop(self) -> None:
        """End listening."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _listen(self) -> None:
        url = self._engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        while True:
            try:
                connection = await psycopg.AsyncConnection.connect(url, autocommit=True)
                async with connection:
                    await connection.execute(f"LISTEN {_CHANNEL}")
                    async for notice in connection.notifies():
                        await self._pass_on(notice.payload)
            except psycopg.Error as error:
                log.warning("bell_lost", error=type(error).__name__)
                await asyncio.sleep(_AGAIN)

    async def _pass_on(self, payload: str) -> None:
        desk, what, conversation_id, position = json.loads(payload)
        if desk == self._desk:
            return
        try:
            await self._heard(what, conversation_id, position)
        except Exception:
            log.exception("bell_not_passed_on")
