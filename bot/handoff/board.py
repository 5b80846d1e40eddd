"""The live board of supervisors, and the figures of a time for reports."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.handoff import presence
from bot.handoff.assignment import Colleague
from bot.handoff.limits import limits
from bot.handoff.waiting import IN_ORDER, IS_WAITING
from bot.tables.handoff import handoff_table

_handoff = handoff_table.c

_FIGURES: Final = (
    func.count(_handoff.id),
    func.avg(_handoff.wait_seconds),
    func.avg(_handoff.handling_seconds),
    func.avg(_handoff.rating),
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One who waits."""

    conversation_id: str
    team_id: int | None
    priority: int
    reason: str
    waiting_since: datetime


@dataclass(frozen=True, slots=True)
class Board:
    """How the helpline stands at a moment."""

    waiting: Sequence[Waiting]
    """In the order in which they are taken, of all teams."""
    longest_wait: int
    """Of those who wait, in seconds since they first asked."""
    online: Sequence[Colleague]


@dataclass(frozen=True, slots=True)
class Figures:
    """What became of the episodes that began in a time; averages are None without a value."""

    episodes: int
    wait_seconds: float | None
    handling_seconds: float | None
    rating: float | None
    reasons: dict[str, int]
    outcomes: dict[str, int]
    """Of those that have ended."""


async def board(connection: AsyncConnection, at: datetime) -> Board:
    """Who waits, how long, and who is there."""
    columns = (
        *(_handoff.conversation_id, _handoff.team_id, _handoff.priority),
        *(_handoff.reason, _handoff.waiting_since, _handoff.queued_at),
    )
    statement = select(*columns).where(*IS_WAITING).order_by(*IN_ORDER)
    rows = (await connection.execute(statement)).all()
    longest = max((at - row.queued_at for row in rows), default=None)
    grace = (await limits(connection)).span("staff_gone")
    return Board(
        [Waiting(*row[:5]) for row in rows],
        round(longest.total_seconds()) if longest else 0,
        await presence.online(connection, at, grace),
    )


async def figures(connection: AsyncConnection, since: datetime, until: datetime) -> Figures:
    """The figures of the episodes that began from `since` until before `until`."""
    began = (_handoff.queued_at >= since, _handoff.queued_at < until)
    total, *averages = (await connection.execute(select(*_FIGURES).where(*began))).one()
    wait, handling, rating = (None if each is None else float(each) for each in averages)
    return Figures(
        total,
        wait,
        handling,
        rating,
        reasons=await _counted(connection, _handoff.reason, began),
        outcomes=await _counted(connection, _handoff.outcome, began),
    )


async def _counted(
    connection: AsyncConnection, column: Any, began: Sequence[Any]
) -> dict[str, int]:
    statement = select(column, func.count()).where(*began, column.is_not(None)).group_by(column)
    return {row[0]: row[1] for row in await connection.execute(statement)}
