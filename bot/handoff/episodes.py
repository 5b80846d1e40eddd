"""The rows of `handoff`: an episode opens, is claimed, comes back to the queue, and ends."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.handoff.errors import HandoffRefused
from bot.handoff.names import HIGHEST, PRIORITIES, Outcome, Reason
from bot.handoff.ownership import Ownership
from bot.handoff.routing import Subject
from bot.handoff.rules import Refusal
from bot.tables.handoff import handoff_table

_handoff = handoff_table.c


async def running(connection: AsyncConnection, conversation_id: str) -> Row[Any] | None:
    """The episode of a conversation that has not ended."""
    statement = select(handoff_table).where(
        _handoff.conversation_id == conversation_id, _handoff.ended_at.is_(None)
    )
    return (await connection.execute(statement)).one_or_none()


async def expected(connection: AsyncConnection, seen: Ownership) -> Row[Any]:
    """The running episode of a conversation that is not the assistant's.

    Raises:
        HandoffRefused: there is none, so the conversation is the assistant's or nobody's.
    """
    episode = await running(connection, seen.conversation_id)
    if episode is None:
        raise HandoffRefused(Refusal.NOT_NOW, seen.owner)
    return episode


async def last_ended(connection: AsyncConnection, conversation_id: str) -> Row[Any] | None:
    """The newest episode of a conversation that has ended."""
    statement = (
        select(handoff_table)
        .where(_handoff.conversation_id == conversation_id, _handoff.ended_at.is_not(None))
        .order_by(_handoff.id.desc())
        .limit(1)
    )
    return (await connection.execute(statement)).one_or_none()


async def open_episode(
    connection: AsyncConnection,
    seen: Ownership,
    reason: Reason,
    subject: Subject,
    team_id: int | None,
    brief: dict[str, Any],
    at: datetime,
) -> Row[Any]:
    """Open an episode; it waits from now on."""
    values = {
        "conversation_id": seen.conversation_id,
        "reason": reason,
        "team_id": team_id,
        "priority": PRIORITIES[reason],
        "topic": subject.topics[0] if subject.topics else None,
        "programme": subject.programme,
        "language": seen.language,
        "province": subject.province,
        "channel": seen.channel,
        "queued_at": at,
        "waiting_since": at,
        "brief": brief,
    }
    statement = insert(handoff_table).values(values).returning(handoff_table)
    opened: Row[Any] = (await connection.execute(statement)).one()
    return opened


async def note(connection: AsyncConnection, handoff_id: int, **values: Any) -> None:
    """Write something down on an episode."""
    statement = update(handoff_table).where(_handoff.id == handoff_id).values(**values)
    await connection.execute(statement)


async def claimed(
    connection: AsyncConnection, episode: Row[Any], staff_id: int | None, at: datetime
) -> None:
    """It is a member of staff's; the wait is measured at the first time only."""
    values: dict[str, Any] = {"staff_id": staff_id, "snoozed_until": None}
    if episode.claimed_at is None:
        values |= {"claimed_at": at, "wait_seconds": _seconds(episode.queued_at, at)}
    await note(connection, episode.id, **values)


async def queued_again(
    connection: AsyncConnection,
    episode: Row[Any],
    raised: int,
    at: datetime,
    team_id: int | None = None,
) -> None:
    """It waits again, with a higher priority."""
    await note(
        connection,
        episode.id,
        staff_id=None,
        team_id=team_id or episode.team_id,
        priority=min(episode.priority + raised, HIGHEST),
        waiting_since=at,
        place_told=None,
        told_at=None,
        offered_at=None,
        snoozed_until=None,
    )


async def end(
    connection: AsyncConnection, episode: Row[Any], outcome: Outcome, at: datetime, **values: Any
) -> None:
    """It is over."""
    handling = None if episode.claimed_at is None else _seconds(episode.claimed_at, at)
    await note(
        connection,
        episode.id,
        ended_at=at,
        outcome=outcome,
        handling_seconds=handling,
        snoozed_until=None,
        **values,
    )


def _seconds(since: datetime, until: datetime) -> int:
    return max(0, round((until - since).total_seconds()))
