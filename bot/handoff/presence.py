"""Who of the staff is at their console, what they look at, and who is typing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.handoff.assignment import Colleague
from bot.handoff.names import Timer
from bot.tables.handoff import handoff_table, timer_table
from bot.tables.staff import Availability, member_table
from bot.tables.teams import TeamMember, presence_table

_INSERTS: Final[dict[str, Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_presence, _member = presence_table.c, member_table.c
_handoff, _timer = handoff_table.c, timer_table.c

#: How many conversations a member of staff has now; one put aside does not count.
_LOAD: Final = (
    select(func.count(_handoff.id))
    .where(
        _handoff.staff_id == _member.id,
        _handoff.ended_at.is_(None),
        _handoff.snoozed_until.is_(None),
    )
    .correlate(member_table)
    .scalar_subquery()
)
_ONLINE: Final = (
    select(
        *(_member.id, _member.languages, _member.provinces, _member.capacity),
        _LOAD.label("load"),
    )
    .join(presence_table, _presence.staff_id == _member.id)
    .where(_member.is_active, _member.availability == Availability.ONLINE)
    .order_by(_member.id)
)


@dataclass(frozen=True, slots=True)
class Viewer:
    """A member of staff who has a conversation open."""

    staff_id: int
    name: str
    is_typing: bool


async def beat(
    connection: AsyncConnection,
    staff_id: int,
    at: datetime,
    viewing: str | None = None,
    typing_until: datetime | None = None,
) -> None:
    """A sign of life of a member's console, with the conversation that it shows."""
    values = {"seen_at": at, "conversation_id": viewing, "typing_until": typing_until}
    statement = _INSERTS[connection.dialect.name](presence_table).values(
        staff_id=staff_id, **values
    )
    await connection.execute(
        statement.on_conflict_do_update(index_elements=[_presence.staff_id], set_=values)
    )


async def leave(connection: AsyncConnection, staff_id: int, at: datetime) -> None:
    """A member logs out or goes offline: what is theirs comes back to the queue with the next tick.

    What they put aside stays aside.
    """
    theirs = select(_handoff.conversation_id).where(
        _handoff.staff_id == staff_id, _handoff.ended_at.is_(None)
    )
    await connection.execute(
        update(timer_table)
        .where(_timer.kind == Timer.STAFF_GONE, _timer.conversation_id.in_(theirs))
        .values(due_at=at)
    )
    await connection.execute(delete(presence_table).where(_presence.staff_id == staff_id))


async def last_seen(connection: AsyncConnection, staff_id: int) -> datetime | None:
    """The last sign of life, or None when there was none ever."""
    statement = select(_presence.seen_at).where(_presence.staff_id == staff_id)
    return (await connection.execute(statement)).scalar_one_or_none()


async def viewers(
    connection: AsyncConnection, conversation_id: str, at: datetime, grace: timedelta
) -> Sequence[Viewer]:
    """Who looks at a conversation now."""
    rows = await connection.execute(
        select(_presence.staff_id, _member.name, _presence.typing_until)
        .join(member_table, _member.id == _presence.staff_id)
        .where(_presence.conversation_id == conversation_id, _presence.seen_at > at - grace)
        .order_by(_member.name)
    )
    return [
        Viewer(row.staff_id, row.name, row.typing_until is not None and row.typing_until > at)
        for row in rows
    ]


async def online(
    connection: AsyncConnection,
    at: datetime,
    grace: timedelta,
    team_id: int | None = None,
    lock: bool = False,
) -> Sequence[Colleague]:
    """Who of a team, or of all, may be given conversations now, with their load.

    With `lock`, two transactions on PostgreSQL do not fill one seat.
    """
    statement = _ONLINE.where(_presence.seen_at > at - grace)
    if lock:
        statement = statement.with_for_update(key_share=True, of=presence_table)
    if team_id is not None:
        statement = statement.join(TeamMember, TeamMember.staff_id == _member.id).where(
            TeamMember.team_id == team_id
        )
    return [
        Colleague(row.id, tuple(row.languages), tuple(row.provinces), row.capacity, row.load)
        for row in await connection.execute(statement)
    ]


async def is_online(
    connection: AsyncConnection, staff_id: int, at: datetime, grace: timedelta
) -> bool:
    """Whether a member of staff is at the desk."""
    return staff_id in {each.staff_id for each in await online(connection, at, grace)}


async def name_of(connection: AsyncConnection, staff_id: int) -> str:
    """A member's name as they entered it."""
    statement = select(_member.name).where(_member.id == staff_id)
    return str((await connection.execute(statement)).scalar_one())
