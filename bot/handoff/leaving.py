"""Staff end their part: they hand a conversation back to the assistant, or close it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.handoff import ending, ownership, presence
from bot.handoff.errors import UnknownOutcome
from bot.handoff.names import CLOSING_OUTCOMES, Outcome
from bot.handoff.ownership import Ownership
from bot.handoff.rules import Act, Actor
from bot.handoff.voice import Voice


async def hand_back(
    connection: AsyncConnection,
    voice: Voice,
    conversation_id: str,
    actor: Actor,
    at: datetime,
    summary: str | None = None,
    settled: dict[str, Any] | None = None,
) -> Ownership:
    """Give a conversation back to the assistant, which learns what was settled.

    Raises:
        HandoffRefused: the conversation is not theirs.
    """
    seen = await ownership.read(connection, conversation_id)
    owned, episode = await ending.finish(
        connection,
        seen,
        Act.HAND_BACK,
        actor,
        Outcome.HANDED_BACK,
        at,
        summary=summary,
        settled=settled,
    )
    await _say_goodbye(connection, voice, owned, episode, "back.handed", actor, at)
    return owned


async def close(
    connection: AsyncConnection,
    voice: Voice,
    conversation_id: str,
    outcome: Outcome,
    actor: Actor,
    at: datetime,
    summary: str | None = None,
) -> Ownership:
    """End a conversation; the person's next message opens it again with the assistant.

    Raises:
        UnknownOutcome: staff do not end conversations with this outcome.
        HandoffRefused: the conversation is a colleague's, or closed already.
    """
    if outcome not in CLOSING_OUTCOMES:
        raise UnknownOutcome(outcome)
    seen = await ownership.read(connection, conversation_id)
    owned, episode = await ending.finish(
        connection, seen, Act.CLOSE, actor, outcome, at, summary=summary
    )
    if outcome is not Outcome.SPAM:
        await _say_goodbye(connection, voice, owned, episode, "back.closed", actor, at)
    return owned


async def _say_goodbye(
    connection: AsyncConnection,
    voice: Voice,
    owned: Ownership,
    episode: Row[Any] | None,
    key: str,
    actor: Actor,
    at: datetime,
) -> None:
    if episode is None or actor.staff_id is None:
        return
    words = voice.words(owned.language)
    name = await presence.name_of(connection, actor.staff_id)
    rating = await ending.invite_rating(connection, voice, owned, episode, at)
    await voice.tell(connection, owned, [words.message(words.say(key, name=name)), *rating])
