"""The queue: how a conversation comes into it, and what people in it are told."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.handoff import episodes, opening, ownership, timers, waiting
from bot.handoff.brief import brief_of
from bot.handoff.limits import Limits, limits
from bot.handoff.names import RETURNED, Reason, Timer
from bot.handoff.ownership import Ownership
from bot.handoff.rules import ASSISTANT, DESK, TIMER, USER, Act, Actor, Phase
from bot.handoff.seats import assign, welcome
from bot.handoff.subject import completed, said, subject_of
from bot.handoff.teams import team_for
from bot.handoff.voice import Voice
from bot.messages import BotMessage
from bot.tables.handoff import handoff_table

_handoff = handoff_table.c

_ACTORS: Final[dict[Reason, Actor]] = {
    Reason.ASKED: USER,
    Reason.COMPLAINT: USER,
    Reason.ACTION: ASSISTANT,
    Reason.NOT_UNDERSTOOD: DESK,
    Reason.ENGINE_DOWN: DESK,
}


async def request(
    connection: AsyncConnection, voice: Voice, conversation_id: str, reason: Reason, at: datetime
) -> list[BotMessage]:
    """Ask for a person of the helpline, and give back what the person is told.

    A conversation that waits already is told how the queue stands; one that staff have, nothing.
    """
    seen = await ownership.read(connection, conversation_id)
    if seen.phase is Phase.QUEUED:
        return await remind(connection, voice, seen, at)
    if seen.phase is not Phase.BOT:
        return []
    episode = await open_for(connection, seen, reason, at)
    owned = await ownership.change(
        connection, seen, Act.ASK, _ACTORS[reason], at, handoff_id=episode.id
    )
    limits_now = await limits(connection)
    seated = await assign(connection, owned, episode, limits_now, at)
    if seated is not None:
        return await welcome(connection, voice, seated, episode)
    await wait_for_claim(connection, owned, episode.team_id, limits_now, at)
    return [await _entry(connection, voice, owned, episode, limits_now, at)]


async def open_for(
    connection: AsyncConnection, seen: Ownership, reason: Reason, at: datetime
) -> Row[Any]:
    """Open the episode, with its team and brief."""
    history = await said(connection, seen.conversation_id)
    subject = await completed(connection, subject_of(history))
    brief = await brief_of(connection, seen, history, subject)
    team_id = await team_for(connection, subject)
    return await episodes.open_episode(connection, seen, reason, subject, team_id, brief, at)


async def wait_for_claim(
    connection: AsyncConnection,
    owned: Ownership,
    team_id: int | None,
    limits_now: Limits,
    at: datetime,
) -> None:
    """Start the timer of one who waits; closed hours do not count."""
    await timers.stop_all(connection, owned.conversation_id)
    start = await opening.starts_counting(connection, team_id, at)
    due = start + limits_now.span("unclaimed")
    await timers.start(connection, owned, Timer.UNCLAIMED, due)


async def remind(
    connection: AsyncConnection, voice: Voice, seen: Ownership, at: datetime
) -> list[BotMessage]:
    """How the queue stands, for one who wrote; not again at every line."""
    episode = await episodes.running(connection, seen.conversation_id)
    if episode is None:
        return []
    limits_now = await limits(connection)
    if episode.told_at is not None and at - episode.told_at < limits_now.span("told_again"):
        return []
    standing = await opening.standing_of(connection, episode, limits_now, at)
    await episodes.note(connection, episode.id, place_told=standing.place, told_at=at)
    return [opening.reminder(voice.words(seen.language), standing, at)]


async def requeue(
    connection: AsyncConnection, seen: Ownership, act: Act, at: datetime
) -> Ownership:
    """Staff let it wait: back to the queue with a higher priority. The person is not told.

    Raises:
        HandoffRefused: it is not a member of staff's.
    """
    episode = await episodes.expected(connection, seen)
    owned = await ownership.change(connection, seen, act, TIMER, at, handoff_id=episode.id)
    await episodes.queued_again(connection, episode, RETURNED, at)
    await wait_for_claim(connection, owned, episode.team_id, await limits(connection), at)
    return owned


async def assign_waiting(
    connection: AsyncConnection, voice: Voice, conversation_id: str, at: datetime
) -> bool:
    """Try to give one waiting conversation to somebody who has come online or has room."""
    seen = await ownership.read(connection, conversation_id)
    episode = await episodes.running(connection, conversation_id)
    if seen.phase is not Phase.QUEUED or episode is None:
        return False
    owned = await assign(connection, seen, episode, await limits(connection), at)
    if owned is None:
        return False
    await voice.tell(connection, owned, await welcome(connection, voice, owned, episode))
    return True


async def announce(
    connection: AsyncConnection, voice: Voice, conversation_id: str, at: datetime
) -> bool:
    """Tell one person their place if it has changed by a lot since it was told."""
    seen = await ownership.read(connection, conversation_id)
    episode = await episodes.running(connection, conversation_id)
    if seen.phase is not Phase.QUEUED or episode is None or episode.place_told is None:
        return False
    place = await waiting.place_of(connection, episode)
    if not waiting.is_worth_telling(episode.place_told, place):
        return False
    told = await connection.execute(
        update(handoff_table)
        .where(_handoff.id == episode.id, _handoff.place_told == episode.place_told)
        .values(place_told=place, told_at=at)
    )
    if told.rowcount == 1:
        await voice.tell(connection, seen, [opening.moved(voice.words(seen.language), place)])
    return told.rowcount == 1


async def _entry(
    connection: AsyncConnection,
    voice: Voice,
    owned: Ownership,
    episode: Row[Any],
    limits_now: Limits,
    at: datetime,
) -> BotMessage:
    standing = await opening.standing_of(connection, episode, limits_now, at)
    await episodes.note(connection, episode.id, place_told=standing.place, told_at=at)
    return opening.entry(voice.words(owned.language), standing, at)
