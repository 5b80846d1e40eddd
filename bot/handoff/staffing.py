"""What staff do with conversations that they have. `bot.staff` says before whether they may."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.handoff import episodes, ownership, queue, seats, timers
from bot.handoff.errors import HandoffRefused
from bot.handoff.limits import limits
from bot.handoff.names import Reason, Timer
from bot.handoff.ownership import Ownership
from bot.handoff.rules import Act, Actor, Phase, Refusal
from bot.handoff.voice import Voice
from bot.messages import BotMessage


@dataclass(frozen=True, slots=True)
class Claim:
    """Who has the conversation after a claim."""

    won: bool
    owner: str
    version: int


async def claim(
    connection: AsyncConnection, voice: Voice, conversation_id: str, actor: Actor, at: datetime
) -> Claim:
    """Take a waiting conversation. Of two who claim at once one wins; the other reads who."""
    seen = await ownership.read(connection, conversation_id)
    episode = await episodes.running(connection, conversation_id)
    if seen.phase is not Phase.QUEUED or episode is None:
        return Claim(seen.owner == str(actor), seen.owner, seen.version)
    owned = await seats.seat_and_tell(connection, voice, seen, episode, Act.CLAIM, actor, at)
    return Claim(True, owned.owner, owned.version)


async def take_over(
    connection: AsyncConnection, voice: Voice, conversation_id: str, actor: Actor, at: datetime
) -> Ownership:
    """Take a conversation from the assistant, the queue or a colleague.

    Raises:
        HandoffRefused: it is theirs already.
    """
    seen = await ownership.read(connection, conversation_id)
    episode = await episodes.running(connection, conversation_id)
    if episode is None:
        episode = await queue.open_for(connection, seen, Reason.STAFF_TOOK_OVER, at)
    return await seats.seat_and_tell(connection, voice, seen, episode, Act.TAKE_OVER, actor, at)


async def reply(
    connection: AsyncConnection,
    voice: Voice,
    conversation_id: str,
    messages: list[BotMessage],
    actor: Actor,
    at: datetime,
    *,
    take: bool = False,
) -> int | None:
    """Write to the person; with `take`, one who is not the owner takes the conversation over.

    Returns the position of the last message.

    Raises:
        HandoffRefused: the conversation is not theirs.
    """
    seen = await ownership.read(connection, conversation_id)
    if seen.owner != str(actor):
        if not take:
            raise HandoffRefused(Refusal.NOT_OWNER, seen.owner)
        seen = await take_over(connection, voice, conversation_id, actor, at)
    position = await voice.tell(connection, seen, messages, author=str(actor))
    await _has_written(connection, seen, at)
    return position


async def snooze(
    connection: AsyncConnection, conversation_id: str, until: datetime, actor: Actor, at: datetime
) -> None:
    """Put one's conversation aside until a time or until the person writes.

    Raises:
        HandoffRefused: the conversation is not theirs.
    """
    seen = await ownership.read(connection, conversation_id)
    if seen.owner != str(actor):
        raise HandoffRefused(Refusal.NOT_OWNER, seen.owner)
    episode = await episodes.expected(connection, seen)
    await episodes.note(connection, episode.id, snoozed_until=until)
    # Whoever put it aside may go home meanwhile.
    await timers.stop_all(connection, conversation_id)
    await timers.start(connection, seen, Timer.SNOOZE, until)


async def _has_written(connection: AsyncConnection, owned: Ownership, at: datetime) -> None:
    episode = await episodes.expected(connection, owned)
    if episode.first_reply_at is None:
        await episodes.note(connection, episode.id, first_reply_at=at)
    await timers.stop(connection, owned.conversation_id, (Timer.STAFF_SILENT,))
    if episode.snoozed_until is None:
        idle = at + (await limits(connection)).span("idle")
        await timers.start(connection, owned, Timer.IDLE, idle)
