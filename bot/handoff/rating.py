"""What people think of the help they got: 1 to 5, and a word if they like."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.handoff import episodes
from bot.handoff.limits import limits
from bot.handoff.names import Awaited
from bot.handoff.ownership import Ownership
from bot.handoff.voice import Voice
from bot.handoff.words import COMMENT, Words
from bot.messages import BotMessage
from bot.tables.handoff import handoff_table

_LONGEST: Final = 2000
_SCALE: Final = ("1", "2", "3", "4", "5")

_handoff = handoff_table.c


async def rate(
    connection: AsyncConnection, voice: Voice, seen: Ownership, values: str, at: datetime
) -> list[BotMessage]:
    """Store a rating; pressing another number corrects it. `values` is `<handoff>:<n>`."""
    number, _, stars = values.partition(":")
    if stars not in _SCALE or not await _is_theirs(connection, seen, number):
        return []
    statement = update(handoff_table).where(_handoff.id == int(number))
    await connection.execute(statement.values(rating=int(stars)))
    words = voice.words(seen.language)
    button = words.button("comment", f"{COMMENT}:{number}")
    return [words.message(words.say("rating.thanks"), buttons=(button,))]


async def ask_comment(
    connection: AsyncConnection, voice: Voice, seen: Ownership, number: str, at: datetime
) -> list[BotMessage]:
    """The person wants to say more: their next message is the comment, for a while."""
    if not await _is_theirs(connection, seen, number):
        return []
    until = at + (await limits(connection)).span("awaiting")
    await episodes.note(connection, int(number), awaits=Awaited.COMMENT, awaits_until=until)
    words = voice.words(seen.language)
    return [words.message(words.say("rating.comment"))]


async def comment(
    connection: AsyncConnection, episode: Row[Any], text: str, words: Words
) -> list[BotMessage]:
    """Store the comment."""
    await episodes.note(connection, episode.id, rating_comment=text[:_LONGEST], awaits=None)
    return [words.message(words.say("rating.comment_thanks"))]


async def _is_theirs(connection: AsyncConnection, seen: Ownership, number: str) -> bool:
    """Whether it names the ended episode of this conversation that is the newest."""
    if not number.isascii() or not number.isdigit():
        return False
    newest = select(_handoff.id).where(
        _handoff.conversation_id == seen.conversation_id,
        _handoff.ended_at.is_not(None),
    )
    newest = newest.order_by(_handoff.id.desc()).limit(1)
    return (await connection.execute(newest)).scalar_one_or_none() == int(number)
