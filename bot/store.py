"""Transactions of the desk. SQLite has one writer at a time, so here they queue up politely."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from programmes.database import sessions


class Store:
    """Gives sessions for reading and for writing."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._sessions = sessions(engine)
        self._is_sqlite = engine.dialect.name == "sqlite"
        # SQLite's own wait for a writer sleeps up to 100 ms at a time; a lock here wakes at once.
        self._writer = asyncio.Lock()

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncSession]:
        """A transaction that is committed at the end, or undone by an exception."""
        async with self._turn(), self._sessions() as session, session.begin():
            yield session

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session that changes nothing."""
        async with self._sessions() as session:
            yield session

    def _turn(self) -> AbstractAsyncContextManager[object]:
        return self._writer if self._is_sqlite else nullcontext()


def insert_for(session: AsyncSession) -> type[sqlite.Insert] | type[postgresql.Insert]:
    """The database's own INSERT, which knows ON CONFLICT."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.Insert
    return sqlite.Insert
