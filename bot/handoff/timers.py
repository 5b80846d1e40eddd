"""Timers in the database: set and cleared in the transaction of what they belong to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.handoff.names import Timer
from bot.handoff.ownership import Ownership
from bot.tables import conversation_table
from bot.tables.handoff import timer_table

_timer = timer_table.c


@dataclass(frozen=True, slots=True)
class Due:
    """A timer whose time has come."""

    conversation_id: str
    kind: Timer
    version: int


async def start(
    connection: AsyncConnection, owned: Ownership, kind: Timer, due_at: datetime
) -> None:
    """Set a timer, in place of the same one that was set before."""
    await stop(connection, owned.conversation_id, (kind,))
    await connection.execute(
        insert(timer_table).values(
            conversation_id=owned.conversation_id, kind=kind, due_at=due_at, version=owned.version
        )
    )


async def start_unless_running(
    connection: AsyncConnection, owned: Ownership, kind: Timer, due_at: datetime
) -> None:
    """Set a timer; one that runs keeps its time."""
    running = select(_timer.kind).where(
        _timer.conversation_id == owned.conversation_id, _timer.kind == kind
    )
    if (await connection.execute(running)).one_or_none() is None:
        await start(connection, owned, kind, due_at)


async def stop(connection: AsyncConnection, conversation_id: str, kinds: Iterable[Timer]) -> None:
    """Take timers away."""
    await connection.execute(
        delete(timer_table).where(
            _timer.conversation_id == conversation_id, _timer.kind.in_(list(kinds))
        )
    )


async def stop_all(connection: AsyncConnection, conversation_id: str) -> None:
    """Take all timers of a conversation away."""
    await stop(connection, conversation_id, Timer)


async def take_due(connection: AsyncConnection, at: datetime) -> Due | None:
    """Take the oldest due timer out, for the transaction in which it is fired.

    Its conversation is locked first, as everywhere; one that another transaction holds is passed
    over. A crash before the commit leaves the timer where it was.
    """
    statement = (
        select(_timer.conversation_id, _timer.kind, _timer.version)
        .join(conversation_table, conversation_table.c.id == _timer.conversation_id)
        .where(_timer.due_at <= at)
        .order_by(_timer.due_at)
        .limit(1)
        .with_for_update(skip_locked=True, key_share=True, of=conversation_table)
    )
    row = (await connection.execute(statement)).one_or_none()
    if row is None:
        return None
    taken = await connection.execute(
        delete(timer_table).where(
            _timer.conversation_id == row.conversation_id,
            _timer.kind == row.kind,
            # Another desk may have moved it between our look and our lock.
            _timer.due_at <= at,
        )
    )
    if taken.rowcount != 1:
        return None
    return Due(row.conversation_id, Timer(row.kind), row.version)


async def put_off(connection: AsyncConnection, due: Due, until: datetime) -> None:
    """Move a timer whose firing failed, so that it does not stand before others."""
    await connection.execute(
        update(timer_table)
        .where(_timer.conversation_id == due.conversation_id, _timer.kind == due.kind)
        .values(due_at=until)
    )


async def not_before(connection: AsyncConnection, kind: Timer, until: datetime) -> None:
    """Move all timers of a kind that are due earlier."""
    await connection.execute(
        update(timer_table).where(_timer.kind == kind, _timer.due_at < until).values(due_at=until)
    )
