"""SQLite without blocking the event loop, with one change of thread for each statement.

aiosqlite changes to its thread and back for making a cursor, running it, fetching its rows, closing
it, and for a rollback of nothing. Under load each change waits for its turn on the processor while
the transaction holds the only lock for writing; so here the thread does all of it at once.
"""

import sqlite3
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import Any, Self

import aiosqlite

Rows = list[Any]


class WholeCursor(aiosqlite.Cursor):
    """A cursor that has all its rows as soon as it has run."""

    def __init__(self, connection: "QuickConnection") -> None:
        self._owner = connection
        self._ran: sqlite3.Cursor | None = None
        self._rows: Rows = []

    async def __aenter__(self) -> Self:
        return self

    async def execute(self, sql: str, parameters: Iterable[Any] | None = None) -> Self:
        """Run a statement and fetch what it gives."""
        return await self._run(lambda cursor: cursor.execute(sql, tuple(parameters or ())))

    async def executemany(self, sql: str, parameters: Iterable[Iterable[Any]]) -> Self:
        """Run a statement for each of many rows."""
        rows = [tuple(row) for row in parameters]
        return await self._run(lambda cursor: cursor.executemany(sql, rows))

    async def fetchone(self) -> Any:
        """The next row, or None."""
        return self._rows.pop(0) if self._rows else None

    async def fetchmany(self, size: int | None = None) -> Rows:
        """The next rows."""
        count = 1 if size is None else size
        taken, self._rows = self._rows[:count], self._rows[count:]
        return taken

    async def fetchall(self) -> Rows:
        """The rows that are left."""
        taken, self._rows = self._rows, []
        return taken

    async def close(self) -> None:
        """Forget the rows; the cursor itself is closed already."""
        self._rows = []

    @property
    def description(self) -> Any:
        """The columns, or None."""
        return None if self._ran is None else self._ran.description

    @property
    def rowcount(self) -> int:
        """How many rows were changed."""
        return -1 if self._ran is None else self._ran.rowcount

    @property
    def lastrowid(self) -> int | None:
        """The number of the row that was added last."""
        return None if self._ran is None else self._ran.lastrowid

    async def _run(self, work: Callable[[sqlite3.Cursor], object]) -> Self:
        self._ran, self._rows = await self._owner.in_thread(work)
        return self


class QuickConnection(aiosqlite.Connection):
    """A connection whose cursors are whole."""

    # SQLAlchemy enters what this gives, as with aiosqlite's own.
    def cursor(self) -> WholeCursor:  # type: ignore[override]
        """A cursor; nothing is done yet."""
        return WholeCursor(self)

    async def rollback(self) -> None:
        """Undo what is open, if anything is."""
        if self.in_transaction:
            await super().rollback()

    async def in_thread(
        self, work: Callable[[sqlite3.Cursor], object]
    ) -> tuple[sqlite3.Cursor, Rows]:
        """Make a cursor, run it and fetch all rows, in the connection's own thread."""
        execute: Callable[..., Awaitable[tuple[sqlite3.Cursor, Rows]]] = self._execute
        return await execute(partial(_whole, self._conn, work))


def _whole(
    connection: sqlite3.Connection, work: Callable[[sqlite3.Cursor], object]
) -> tuple[sqlite3.Cursor, Rows]:
    cursor = connection.cursor()
    try:
        work(cursor)
        return cursor, cursor.fetchall() if cursor.description else []
    except BaseException:
        with suppress(sqlite3.Error):
            cursor.close()
        raise


def connect(database: str, **options: Any) -> QuickConnection:
    """An unopened connection; awaiting it opens it."""
    made = QuickConnection(lambda: sqlite3.connect(database, **options), iter_chunk_size=64)
    # The process must not wait for a thread whose connection nobody closed.
    made._thread.daemon = True
    return made
