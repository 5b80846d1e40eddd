"""An episode ends: the conversation goes back to the assistant, or is closed."""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.handoff import episodes, ownership, timers
from bot.handoff.limits import limits
from bot.handoff.names import Outcome, Timer
from bot.handoff.ownership import Ownership
from bot.handoff.rules import Act, Actor
from bot.handoff.voice import Voice
from bot.handoff.words import RATE, Words
from bot.messages import BotMessage, Button

#: WhatsApp takes free words only within a day of the person's last message.
#: https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-messages
_WINDOW: Final = timedelta(hours=24)
_WHATSAPP: Final = "whatsapp"
_STARS: Final = (5, 4, 3, 2, 1)


async def finish(
    connection: AsyncConnection,
    seen: Ownership,
    act: Act,
    actor: Actor,
    outcome: Outcome,
    at: datetime,
    **values: Any,
) -> tuple[Ownership, Row[Any] | None]:
    """Change the owner to the assistant or nobody, and end the episode if there is one.

    Raises:
        HandoffRefused: against the rules.
    """
    episode = await episodes.running(connection, seen.conversation_id)
    handoff_id = episode.id if episode else None
    owned = await ownership.change(connection, seen, act, actor, at, handoff_id=handoff_id)
    if episode is not None:
        await episodes.end(connection, episode, outcome, at, **values)
    await timers.stop_all(connection, seen.conversation_id)
    return owned, episode


async def invite_rating(
    connection: AsyncConnection, voice: Voice, owned: Ownership, episode: Row[Any], at: datetime
) -> list[BotMessage]:
    """The question for a rating, now or by a timer; none where staff never spoke."""
    if episode.first_reply_at is None:
        return []
    after = (await limits(connection)).span("rating_after")
    if after:
        await timers.start(connection, owned, Timer.RATING, at + after)
        return []
    return await ask_rating(connection, voice, owned, episode.id, at)


async def ask_rating(
    connection: AsyncConnection, voice: Voice, owned: Ownership, handoff_id: int, at: datetime
) -> list[BotMessage]:
    """The question for a rating, unless WhatsApp would not carry it any more."""
    if not is_within_window(owned, at):
        return []
    await episodes.note(connection, handoff_id, rating_asked_at=at)
    words = voice.words(owned.language)
    return [words.message(words.say("rating.ask"), buttons=_stars(words, handoff_id))]


def is_within_window(owned: Ownership, at: datetime) -> bool:
    """Whether the channel carries free words to the person now."""
    if owned.channel != _WHATSAPP:
        return True
    return owned.heard_at is not None and at - owned.heard_at < _WINDOW


def _stars(words: Words, handoff_id: int) -> tuple[Button, ...]:
    return tuple(words.button(f"rate_{n}", f"{RATE}:{handoff_id}:{n}") for n in _STARS)
