"""What happens when a timer's time has come. Firing twice does what firing once does."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.handoff import ending, episodes, opening, ownership, person, presence, queue, seats, timers
from bot.handoff.limits import limits
from bot.handoff.names import Outcome, Timer
from bot.handoff.ownership import Ownership
from bot.handoff.rules import TIMER, Act, Phase, staff_of
from bot.handoff.timers import Due
from bot.handoff.voice import Voice

Handler = Callable[[AsyncConnection, Voice, Ownership, datetime], Awaitable[None]]


async def fire(connection: AsyncConnection, voice: Voice, due: Due, at: datetime) -> None:
    """Do what is due, unless the owner has changed since the timer was set."""
    seen = await ownership.read(connection, due.conversation_id)
    if seen.version == due.version:
        await _HANDLERS[due.kind](connection, voice, seen, at)


async def _unclaimed(
    connection: AsyncConnection, voice: Voice, seen: Ownership, at: datetime
) -> None:
    episode = await episodes.running(connection, seen.conversation_id)
    if episode is None or seen.phase is not Phase.QUEUED:
        return
    limits_now = await limits(connection)
    opens = await opening.starts_counting(connection, episode.team_id, at)
    if opens > at:
        # It closed while the person waited; nobody can have come.
        due = opens + limits_now.span("unclaimed")
        await timers.start(connection, seen, Timer.UNCLAIMED, due)
    elif episode.offered_at is None:
        await episodes.note(connection, episode.id, offered_at=at)
        words = voice.words(seen.language)
        buttons = (words.to_callback, words.to_assistant)
        offer = words.message(words.say("offer.late"), buttons=buttons)
        await voice.tell(connection, seen, [offer])
        due = at + limits_now.span("nobody_came")
        await timers.start(connection, seen, Timer.UNCLAIMED, due)
    else:
        await _nobody_came(connection, voice, seen, at)


async def _nobody_came(
    connection: AsyncConnection, voice: Voice, seen: Ownership, at: datetime
) -> None:
    outcome = Outcome.NOBODY_CAME
    owned, _ = await ending.finish(connection, seen, Act.NOBODY_CAME, TIMER, outcome, at)
    words = voice.words(owned.language)
    sorry = words.message(words.say("back.nobody"), buttons=(words.to_callback,))
    await voice.tell(connection, owned, [sorry])


async def _silent(connection: AsyncConnection, voice: Voice, seen: Ownership, at: datetime) -> None:
    await _requeue(connection, voice, seen, Act.STAFF_SILENT, at)


async def _gone(connection: AsyncConnection, voice: Voice, seen: Ownership, at: datetime) -> None:
    """The browser may have shown itself since the timer was set; then it is set anew."""
    staff_id = staff_of(seen.owner)
    if staff_id is None:
        return
    grace = (await limits(connection)).span("staff_gone")
    last = await presence.last_seen(connection, staff_id)
    if last is not None and last + grace > at:
        await timers.start(connection, seen, Timer.STAFF_GONE, last + grace)
    else:
        await _requeue(connection, voice, seen, Act.STAFF_GONE, at)


async def _requeue(
    connection: AsyncConnection, voice: Voice, seen: Ownership, act: Act, at: datetime
) -> None:
    if seen.phase is not Phase.STAFF:
        return
    owned = await queue.requeue(connection, seen, act, at)
    episode = await episodes.expected(connection, owned)
    limits_now = await limits(connection)
    seated = await seats.assign(connection, owned, episode, limits_now, at)
    if seated is not None:
        joined = await seats.welcome(connection, voice, seated, episode)
        await voice.tell(connection, seated, joined)


async def _idle(connection: AsyncConnection, voice: Voice, seen: Ownership, at: datetime) -> None:
    if seen.phase is not Phase.STAFF:
        return
    owned, episode = await ending.finish(connection, seen, Act.IDLE, TIMER, Outcome.IDLE, at)
    if not ending.is_within_window(owned, at):
        # WhatsApp would refuse the words; the person is with the assistant when they write again.
        return
    words = voice.words(owned.language)
    told = [words.message(words.say("back.idle"))]
    if episode is not None:
        told += await ending.invite_rating(connection, voice, owned, episode, at)
    await voice.tell(connection, owned, told)


async def _snooze(connection: AsyncConnection, voice: Voice, seen: Ownership, at: datetime) -> None:
    episode = await episodes.running(connection, seen.conversation_id)
    if episode is not None:
        await person.wake(connection, seen, episode, at)


async def _rating(connection: AsyncConnection, voice: Voice, seen: Ownership, at: datetime) -> None:
    episode = await episodes.last_ended(connection, seen.conversation_id)
    if episode is not None and episode.rating is None and episode.rating_asked_at is None:
        asked = await ending.ask_rating(connection, voice, seen, episode.id, at)
        await voice.tell(connection, seen, asked)


_HANDLERS: Final[dict[Timer, Handler]] = {
    Timer.UNCLAIMED: _unclaimed,
    Timer.STAFF_SILENT: _silent,
    Timer.STAFF_GONE: _gone,
    Timer.IDLE: _idle,
    Timer.SNOOZE: _snooze,
    Timer.RATING: _rating,
}
