"""What the person in the conversation does: they write, and they press the desk's buttons."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.handoff import callback, ending, episodes, ownership, queue, rating, timers
from bot.handoff.limits import limits
from bot.handoff.names import Awaited, Outcome, Timer
from bot.handoff.ownership import Ownership
from bot.handoff.rules import USER, Act, Phase
from bot.handoff.voice import Voice
from bot.handoff.words import ASSISTANT, CALLBACK, COMMENT, PREFIX, RATE
from bot.messages import BotMessage

#: The intent by which a person abandons what is going on; in the queue, the waiting.
_CANCEL = "cancel"


@dataclass(frozen=True, slots=True)
class Heard:
    """What follows from a message."""

    messages: list[BotMessage] = field(default_factory=list)
    """What the desk says to it."""
    to_assistant: bool = False
    """The assistant owns the conversation and answers this message."""
    version: int | None = None
    """Of the conversation, under which the assistant answers: its answer is stored only then."""


async def hears(
    connection: AsyncConnection,
    voice: Voice,
    conversation_id: str,
    text: str,
    at: datetime,
    intent: str | None = None,
) -> Heard:
    """Take note of a message that a person wrote, whoever owns the conversation.

    Nothing in `text` gives the conversation back to the assistant: it is never read for that,
    only the `intent` that the engine may have found in a message while in the queue.
    """
    seen = await ownership.read(connection, conversation_id)
    if seen.phase is Phase.QUEUED:
        if intent == _CANCEL:
            return Heard(await _go_on(connection, voice, seen, at))
        return Heard(await queue.remind(connection, voice, seen, at))
    if seen.phase is Phase.STAFF:
        await _note_for_staff(connection, seen, at)
        return Heard()
    answer = await _awaited(connection, voice, seen, text, at)
    if answer is not None:
        return Heard(answer)
    if seen.phase is Phase.CLOSED:
        seen = await ownership.change(connection, seen, Act.REOPEN, USER, at)
    return Heard(to_assistant=True, version=seen.version)


async def pressed(
    connection: AsyncConnection, voice: Voice, conversation_id: str, payload: str, at: datetime
) -> list[BotMessage] | None:
    """Answer a button of the desk's own; None: the button is not the desk's."""
    if not payload.startswith(PREFIX):
        return None
    seen = await ownership.read(connection, conversation_id)
    if payload == ASSISTANT:
        return await _go_on(connection, voice, seen, at)
    if payload == CALLBACK:
        return await _call(connection, voice, seen, at)
    name, _, values = payload.removeprefix(PREFIX).partition(":")
    if f"{PREFIX}{name}" == RATE:
        return await rating.rate(connection, voice, seen, values, at)
    if f"{PREFIX}{name}" == COMMENT:
        return await rating.ask_comment(connection, voice, seen, values, at)
    return []


async def _go_on(
    connection: AsyncConnection, voice: Voice, seen: Ownership, at: datetime
) -> list[BotMessage]:
    words = voice.words(seen.language)
    if seen.phase is Phase.QUEUED:
        await ending.finish(connection, seen, Act.GO_ON, USER, Outcome.ASSISTANT, at)
        return [words.message(words.say("back.chosen"))]
    if seen.phase is Phase.CLOSED:
        await ownership.change(connection, seen, Act.REOPEN, USER, at)
    return [] if seen.phase is Phase.STAFF else [words.message(words.say("back.already"))]


async def _call(
    connection: AsyncConnection, voice: Voice, seen: Ownership, at: datetime
) -> list[BotMessage]:
    if seen.phase is Phase.STAFF:
        # Staff are here; they see the wish in the history.
        await _note_for_staff(connection, seen, at)
        return []
    if seen.phase is Phase.QUEUED:
        seen, episode = await ending.finish(
            connection, seen, Act.CALLBACK, USER, Outcome.CALLBACK, at
        )
    else:
        episode = await episodes.last_ended(connection, seen.conversation_id)
    if episode is None:
        return []
    words = voice.words(seen.language)
    return await callback.request_call(connection, seen, episode, words, at)


async def _note_for_staff(connection: AsyncConnection, seen: Ownership, at: datetime) -> None:
    """The person waits for staff's next word from now on; a snoozed conversation wakes."""
    limits_now = await limits(connection)
    silent = at + limits_now.span("staff_silent")
    await timers.start_unless_running(connection, seen, Timer.STAFF_SILENT, silent)
    await timers.start(connection, seen, Timer.IDLE, at + limits_now.span("idle"))
    episode = await episodes.running(connection, seen.conversation_id)
    if episode is not None and episode.snoozed_until is not None:
        await wake(connection, seen, episode, at)


async def wake(
    connection: AsyncConnection, seen: Ownership, episode: Row[Any], at: datetime
) -> None:
    """End a snooze: the conversation is its owner's work again."""
    limits_now = await limits(connection)
    await episodes.note(connection, episode.id, snoozed_until=None)
    await timers.stop(connection, seen.conversation_id, (Timer.SNOOZE,))
    for kind in (Timer.STAFF_GONE, Timer.IDLE):
        await timers.start(connection, seen, kind, at + limits_now.span(kind))


async def _awaited(
    connection: AsyncConnection, voice: Voice, seen: Ownership, text: str, at: datetime
) -> list[BotMessage] | None:
    episode = await episodes.last_ended(connection, seen.conversation_id)
    if episode is None or episode.awaits is None or episode.awaits_until < at:
        return None
    words = voice.words(seen.language)
    if episode.awaits == Awaited.PHONE:
        return await callback.add_phone(connection, episode, text, words)
    return await rating.comment(connection, episode, text, words)
