"""Conversations are passed on: to a team's queue or to a colleague."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.handoff import episodes, opening, ownership, presence, queue, seats
from bot.handoff.errors import ColleagueAway
from bot.handoff.limits import Limits, limits
from bot.handoff.names import TRANSFERRED
from bot.handoff.ownership import Ownership
from bot.handoff.rules import Act, Actor, Phase
from bot.handoff.teams import Team, team_of
from bot.handoff.voice import Voice


async def to_team(
    connection: AsyncConnection,
    voice: Voice,
    conversation_id: str,
    team_id: int,
    actor: Actor,
    at: datetime,
) -> Ownership:
    """Pass a conversation on to a team's queue; the person is told.

    Raises:
        HandoffRefused: the conversation is not theirs.
        NoTeam: there is no such team.
    """
    seen = await ownership.read(connection, conversation_id)
    team = await team_of(connection, team_id)
    episode = await episodes.expected(connection, seen)
    owned = await ownership.change(connection, seen, Act.TO_TEAM, actor, at, handoff_id=episode.id)
    await episodes.queued_again(connection, episode, TRANSFERRED, at, team.id)
    limits_now = await limits(connection)
    await queue.wait_for_claim(connection, owned, team.id, limits_now, at)
    await _tell_team(connection, voice, owned, team)
    again = await episodes.expected(connection, owned)
    seated = await seats.assign(connection, owned, again, limits_now, at)
    if seated is None:
        await _note_place(connection, again, limits_now, at)
        return owned
    await voice.tell(connection, seated, await seats.welcome(connection, voice, seated, again))
    return seated


async def to_colleague(
    connection: AsyncConnection,
    voice: Voice,
    conversation_id: str,
    colleague: int,
    actor: Actor,
    at: datetime,
) -> Ownership:
    """Pass a conversation on to a colleague; supervisors also give out waiting ones.

    Raises:
        ColleagueAway: that colleague is not online.
        HandoffRefused: the conversation is not theirs.
    """
    seen = await ownership.read(connection, conversation_id)
    grace = (await limits(connection)).span("staff_gone")
    if not await presence.is_online(connection, colleague, at, grace):
        raise ColleagueAway(str(colleague))
    act = Act.ASSIGN if seen.phase is Phase.QUEUED else Act.TO_COLLEAGUE
    episode = await episodes.expected(connection, seen)
    return await seats.seat_and_tell(connection, voice, seen, episode, act, actor, at, to=colleague)


async def _tell_team(
    connection: AsyncConnection, voice: Voice, owned: Ownership, team: Team
) -> None:
    words = voice.words(owned.language)
    told = words.message(words.say("joined.transferred", team=words.text(team.name)))
    await voice.tell(connection, owned, [told])


async def _note_place(
    connection: AsyncConnection, episode: Row[Any], limits_now: Limits, at: datetime
) -> None:
    """From this place on, the person is told when it changes by a lot."""
    standing = await opening.standing_of(connection, episode, limits_now, at)
    await episodes.note(connection, episode.id, place_told=standing.place)
