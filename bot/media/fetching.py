"""Brings files from the providers, which keep them only for days, into our own folder."""

import asyncio
import hashlib
import secrets
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import structlog
from sqlalchemy import select, update

from bot.channels.errors import Final as FinalError
from bot.channels.errors import SendError
from bot.channels.port import Channel, File
from bot.media.kinds import kind_of
from bot.metrics import Metrics
from bot.store import Store
from bot.tables import Media, now

_LOOK: Final = 2.0
_AT_ONCE: Final = 4
_MOST_ATTEMPTS: Final = 10
#: A file that is being fetched is not taken by another desk for this long.
_TAKEN: Final = timedelta(minutes=2)
#: Folders by month would tell when somebody wrote; two letters only keep a folder small.
_SHELF: Final = 2

log = structlog.get_logger(__name__)


class Fetching:
    """A loop over the files that are due."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        folder: Path,
        largest: int,
        metrics: Metrics,
    ) -> None:
        """`largest` is in bytes."""
        self._store, self._channels = store, channels
        self._folder, self._largest, self._metrics = folder, largest, metrics
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to fetch, where there is a channel to fetch from."""
        if self._channels:
            self._task = asyncio.create_task(self._loop())

    async def stop(self) -> None:
        """End; what was not fetched stays due."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _loop(self) -> None:
        while True:
            try:
                due = await self._take()
                await asyncio.gather(*(self._fetch(row) for row in due))
            except Exception as error:
                log.warning("files_not_fetched", error=type(error).__name__)
                due = []
            if len(due) < _AT_ONCE:
                await asyncio.sleep(_LOOK)

    async def _take(self) -> list[Any]:
        at = now()
        due = (
            select(Media.id)
            .where(Media.due_at <= at, Media.channel.in_(self._channels))
            .order_by(Media.due_at)
            .limit(_AT_ONCE)
        )
        async with self._store.read() as session:
            if (await session.execute(due)).first() is None:
                return []
        async with self._store.write() as connection:
            taken = await connection.execute(
                update(Media)
                .where(Media.id.in_(due.with_for_update(skip_locked=True)))
                .values(due_at=at + _TAKEN, attempts=Media.attempts + 1)
                .returning(Media.id, Media.channel, Media.provider_id, Media.attempts)
            )
            return list(taken)

    async def _fetch(self, row: Any) -> None:
        try:
            file = await self._channels[row.channel].fetch(row.provider_id, self._largest)
        except FinalError as error:
            await self._end(row.id, refused=error.code[:40])
        except SendError:
            again = row.attempts < _MOST_ATTEMPTS
            pause = timedelta(seconds=min(2.0**row.attempts, 3600))
            await self._end(row.id, None if again else "unreachable", now() + pause)
        else:
            await self._keep(row, file)

    async def _keep(self, row: Any, file: File) -> None:
        mime = kind_of(file.content)
        if mime is None or len(file.content) > self._largest:
            await self._end(row.id, refused="type" if mime is None else "too_large")
            return
        name = secrets.token_hex(16)
        path = Path(name[:_SHELF]) / name
        await asyncio.to_thread(self._write, path, file.content)
        await self._end(
            row.id,
            mime=mime,
            size=len(file.content),
            path=str(path),
            sha256=hashlib.sha256(file.content).hexdigest(),
        )

    def _write(self, path: Path, content: bytes) -> None:
        target = self._folder / path
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        target.write_bytes(content)
        target.chmod(0o600)

    async def _end(
        self, number: int, refused: str | None = None, due: Any = None, **values: Any
    ) -> None:
        kept = {"refused": refused, "due_at": None if refused else due, **values}
        async with self._store.write() as connection:
            await connection.execute(update(Media).where(Media.id == number).values(**kept))
