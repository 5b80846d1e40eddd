"""Reads what happened since the last look: messages, changes of owner, viewers, deliveries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Table, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.console.live_marks import Progress
from bot.tables import OUT, conversation_table, delivery_table, message_table
from bot.tables.handoff import event_table, handoff_table
from bot.tables.staff import member_table
from bot.tables.teams import TeamMember, presence_table

#: Rows read at one look; the rest follows with the next.
MOST: Final = 500
#: Of how many last positions the ticks are watched.
_WATCHED: Final = 30

#: Rows of any columns.
Rows = Sequence[Any]

_message, _event, _handoff = message_table.c, event_table.c, handoff_table.c
_conversation, _delivery, _presence = conversation_table.c, delivery_table.c, presence_table.c

_SPOKEN: Final = select(
    *(_message.id, _message.conversation_id, _message.position),
    *(_message.direction, _message.author, _conversation.key),
).join(conversation_table, _conversation.id == _message.conversation_id)
_CHANGED: Final = select(
    *(_event.id, _event.conversation_id, _event.from_owner, _event.to_owner),
    *(_event.reason, _event.actor, _conversation.key),
).join(conversation_table, _conversation.id == _event.conversation_id)


@dataclass(frozen=True, slots=True)
class Counts:
    """The running episodes, from which everybody's counts are taken."""

    running: Rows
    teams: Mapping[int, frozenset[int]]
    """The teams of each member of staff."""

    def of(self, staff_id: int, *, sees_all: bool) -> dict[str, int]:
        """How many wait for a member, and how many they have."""
        teams = self.teams.get(staff_id, frozenset())
        waiting = [
            row
            for row in self.running
            if row.staff_id is None and (sees_all or row.team_id in teams)
        ]
        mine = [row for row in self.running if row.staff_id == staff_id]
        return {"waiting": len(waiting), "mine": len(mine)}


async def newest(session: AsyncSession, table: Table) -> int:
    """The number of the newest row; 0 without any."""
    return int(await session.scalar(select(func.max(table.c.id))) or 0)


async def spoken(session: AsyncSession, progress: Progress) -> Rows:
    """Messages that were stored since, in and out."""
    since = _since(_message.id, progress)
    rows = await session.execute(_SPOKEN.where(since).order_by(_message.id).limit(MOST))
    return rows.all()


async def changed(session: AsyncSession, progress: Progress) -> Rows:
    """Changes of owner since."""
    since = _since(_event.id, progress)
    rows = await session.execute(_CHANGED.where(since).order_by(_event.id).limit(MOST))
    return rows.all()


async def counts(session: AsyncSession) -> Counts:
    """How the queue stands for everybody."""
    running = select(_handoff.conversation_id, _handoff.team_id, _handoff.staff_id).where(
        _handoff.ended_at.is_(None)
    )
    teams: dict[int, set[int]] = defaultdict(set)
    for row in await session.execute(select(TeamMember.staff_id, TeamMember.team_id)):
        teams[row.staff_id].add(row.team_id)
    rows = (await session.execute(running)).all()
    return Counts(rows, {staff: frozenset(each) for staff, each in teams.items()})


async def viewers(
    session: AsyncSession, at: datetime, seen_since: datetime
) -> dict[str, list[dict[str, Any]]]:
    """Who looks at which conversation now, and who of them is typing."""
    statement = (
        select(
            *(_presence.conversation_id, _presence.staff_id, _presence.typing_until),
            member_table.c.name,
        )
        .join(member_table, member_table.c.id == _presence.staff_id)
        .where(_presence.conversation_id.is_not(None), _presence.seen_at > seen_since)
        .order_by(member_table.c.name, _presence.staff_id)
    )
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in await session.execute(statement):
        is_typing = row.typing_until is not None and row.typing_until > at
        viewer = {"staff": row.staff_id, "name": row.name, "typing": is_typing}
        found[row.conversation_id].append(viewer)
    return dict(found)


async def deliveries(
    session: AsyncSession, conversation_ids: Sequence[str]
) -> dict[str, tuple[Any, ...]]:
    """How the last messages of these conversations stand on their way out."""
    statement = (
        select(_message.conversation_id, _message.id, _message.status, _delivery.part)
        .add_columns(_delivery.status.label("delivered"))
        .join(conversation_table, _conversation.id == _message.conversation_id)
        .outerjoin(delivery_table, _delivery.message_id == _message.id)
        .where(
            _message.conversation_id.in_(conversation_ids),
            _message.direction == OUT,
            _message.position > _conversation.last_position - _WATCHED,
        )
        .order_by(_message.id, _delivery.part)
    )
    found: dict[str, list[Any]] = defaultdict(list)
    for row in await session.execute(statement):
        found[row.conversation_id].append(tuple(row[1:]))
    return {conversation: tuple(rows) for conversation, rows in found.items()}


def _since(number: ColumnElement[int], progress: Progress) -> ColumnElement[bool]:
    later = number > progress.last
    # An empty list would keep PostgreSQL from using the index.
    return or_(later, number.in_(list(progress.missing))) if progress.missing else later
