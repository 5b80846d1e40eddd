"""A conversation comes to a member of staff, by their claim or by automatic assignment."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.handoff import episodes, ownership, presence, timers
from bot.handoff.assignment import choose
from bot.handoff.limits import Limits, limits
from bot.handoff.names import Assignment, Timer
from bot.handoff.ownership import Ownership
from bot.handoff.rules import DESK, Act, Actor, staff_of
from bot.handoff.teams import team_of
from bot.handoff.voice import Voice
from bot.messages import BotMessage
from bot.tables.handoff import event_table

_event = event_table.c


async def seat(
    connection: AsyncConnection,
    seen: Ownership,
    episode: Row[Any],
    act: Act,
    actor: Actor,
    limits: Limits,
    at: datetime,
    to: int | None = None,
) -> Ownership:
    """Give a conversation to a member of staff: owner, episode and timers.

    Raises:
        HandoffRefused: against the rules, or somebody was faster.
    """
    owned = await ownership.change(connection, seen, act, actor, at, to=to, handoff_id=episode.id)
    await episodes.claimed(connection, episode, staff_of(owned.owner), at)
    await timers.stop_all(connection, owned.conversation_id)
    for kind in (Timer.STAFF_SILENT, Timer.STAFF_GONE, Timer.IDLE):
        await timers.start(connection, owned, kind, at + limits.span(kind))
    return owned


async def seat_and_tell(
    connection: AsyncConnection,
    voice: Voice,
    seen: Ownership,
    episode: Row[Any],
    act: Act,
    actor: Actor,
    at: datetime,
    to: int | None = None,
) -> Ownership:
    """Give a conversation to a member of staff, and tell the person.

    Raises:
        HandoffRefused: against the rules, or somebody was faster.
    """
    limits_now = await limits(connection)
    owned = await seat(connection, seen, episode, act, actor, limits_now, at, to)
    await voice.tell(connection, owned, await welcome(connection, voice, owned, episode))
    return owned


async def assign(
    connection: AsyncConnection,
    seen: Ownership,
    episode: Row[Any],
    limits: Limits,
    at: datetime,
) -> Ownership | None:
    """Give a waiting conversation to whom of its team has the least to do, if anybody can."""
    if episode.team_id is None:
        return None
    team = await team_of(connection, episode.team_id)
    if team.assignment is not Assignment.AUTOMATIC:
        return None
    grace = limits.span("staff_gone")
    colleagues = await presence.online(connection, at, grace, team.id, lock=True)
    lost = await _lost_it(connection, episode.id)
    fresh = [each for each in colleagues if each.staff_id not in lost]
    chosen = choose(fresh, seen.language, episode.province)
    if chosen is None:
        return None
    return await seat(connection, seen, episode, Act.ASSIGN, DESK, limits, at, to=chosen)


async def welcome(
    connection: AsyncConnection, voice: Voice, owned: Ownership, episode: Row[Any]
) -> list[BotMessage]:
    """Tell the person who has joined, unless the same one was there before."""
    staff_id = staff_of(owned.owner)
    earlier = await _before(connection, episode.id, owned.version)
    if staff_id is None or earlier == owned.owner:
        return []
    name = await presence.name_of(connection, staff_id)
    words = voice.words(owned.language)
    return [words.message(words.say("joined.claimed", name=name))]


async def _lost_it(connection: AsyncConnection, handoff_id: int) -> set[int | None]:
    """Who had the conversation and let it wait; it is not pressed on them again."""
    statement = select(_event.from_owner).where(
        _event.handoff_id == handoff_id, _event.reason.in_([Act.STAFF_SILENT, Act.STAFF_GONE])
    )
    return {staff_of(owner) for owner in (await connection.execute(statement)).scalars()}


async def _before(connection: AsyncConnection, handoff_id: int, version: int) -> str | None:
    """The last member of staff who had the conversation in this episode before the version."""
    statement = (
        select(_event.to_owner)
        .where(
            _event.handoff_id == handoff_id,
            _event.version < version,
            _event.to_owner.startswith("staff:"),
        )
        .order_by(_event.version.desc())
        .limit(1)
    )
    return (await connection.execute(statement)).scalar_one_or_none()
