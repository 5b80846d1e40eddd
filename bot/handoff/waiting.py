"""Place in the queue and measured waits."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil
from statistics import median
from typing import Any, Final

from sqlalchemy import Row, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.tables.handoff import handoff_table

_handoff = handoff_table.c

_MEASURED: Final = 20
_FEWEST: Final = 5
_WITHIN: Final = timedelta(days=7)
_ROUNDED: Final = 5 * 60
_A_LOT: Final = 3

#: The order in which a queue is taken.
IN_ORDER: Final = (_handoff.priority.desc(), _handoff.waiting_since, _handoff.id)
IS_WAITING: Final = (_handoff.ended_at.is_(None), _handoff.staff_id.is_(None))


async def place_of(connection: AsyncConnection, episode: Row[Any]) -> int:
    """The place in its team's queue; 1 is the front."""
    earlier = or_(
        _handoff.waiting_since < episode.waiting_since,
        (_handoff.waiting_since == episode.waiting_since) & (_handoff.id < episode.id),
    )
    before = or_(
        _handoff.priority > episode.priority, (_handoff.priority == episode.priority) & earlier
    )
    statement = (
        select(func.count())
        .select_from(handoff_table)
        .where(*IS_WAITING, same_team(episode.team_id), before)
    )
    return 1 + ((await connection.execute(statement)).scalar_one() or 0)


async def expected_minutes(
    connection: AsyncConnection, team_id: int | None, at: datetime
) -> int | None:
    """How long people of this team waited lately, in minutes; None with too few of them."""
    statement = (
        select(_handoff.wait_seconds)
        .where(
            same_team(team_id),
            _handoff.wait_seconds.is_not(None),
            _handoff.claimed_at > at - _WITHIN,
            _handoff.reason != "staff_took_over",
        )
        .order_by(_handoff.claimed_at.desc())
        .limit(_MEASURED)
    )
    return rounded((await connection.execute(statement)).scalars().all())


def rounded(waits: Sequence[int]) -> int | None:
    """The median of measured waits (in seconds), in minutes, rounded up to five."""
    if len(waits) < _FEWEST:
        return None
    return max(1, ceil(median(waits) / _ROUNDED)) * _ROUNDED // 60


def is_worth_telling(told: int | None, place: int) -> bool:
    """Whether the place has changed by so much that the person wants to know."""
    if told is None or place == told:
        return told is None
    return abs(place - told) >= _A_LOT or place == 1


def same_team(team_id: int | None) -> Any:
    """The condition for one team, or for conversations without one."""
    return _handoff.team_id.is_(None) if team_id is None else _handoff.team_id == team_id
