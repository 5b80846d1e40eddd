"""Transactions of the desk. SQLite has one writer at a time, so here they queue up politely."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession

from bot.turns import Turns
from programmes.database import sessions

#: Under which a connection knows the desk that writes, and what is to be told after the commit.
DESK: Final = "rahbar_desk"
RUNG: Final = "rahbar_rung"

#: Connections of PostgreSQL's pool (15) that are written over at once; the others are for reading.
_WRITERS: Final = 8

Ring = tuple[str, str, int]
"""What was stored (`bot.bell`), in which conversation, at which position."""


class Store:
    """Gives connections for writing and sessions for reading."""

    def __init__(self, engine: AsyncEngine, desk: str = "") -> None:
        """`desk` names this process among those that share the database."""
        self._engine = engine
        self._desk = desk
        self._sessions = sessions(engine)
        self._is_sqlite = engine.dialect.name == "sqlite"
        # SQLite's own wait for a writer sleeps up to 100 ms at a time; a lock here wakes at once.
        # PostgreSQL has many writers, but a pool's connections are given out in order of asking.
        self._writers = Turns(1 if self._is_sqlite else _WRITERS)
        self.on_commit: Callable[[Sequence[Ring]], None] | None = None
        """Told what was rung in a transaction, once it is committed."""

    @asynccontextmanager
    async def write(self, is_urgent: bool = False) -> AsyncIterator[AsyncConnection]:
        """A transaction that is committed at the end, or undone by an exception.

        A bare connection: every message pays for what is done here, and needs no objects.
        `is_urgent`: a provider waits for it, which must not wait for answers to be written.
        """
        async with self._writers.turn(is_urgent), self._engine.begin() as connection:
            connection.info[DESK] = self._desk
            rung: list[Ring] = []
            connection.info[RUNG] = rung
            yield connection
        if rung and self.on_commit is not None:
            self.on_commit(rung)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session that changes nothing."""
        async with self._sessions() as session:
            yield session

    @property
    def is_shared(self) -> bool:
        """Whether several desks may work on this database at once."""
        return not self._is_sqlite
