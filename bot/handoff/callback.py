"""A call instead of waiting: a ticket for the staff, with the number as far as it is known."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import phonenumbers
from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from bot.handoff import episodes
from bot.handoff.limits import limits
from bot.handoff.names import Awaited
from bot.handoff.ownership import Ownership
from bot.handoff.words import Words
from bot.messages import BotMessage
from bot.tables import ChannelIdentity
from programmes.models import Ticket
from programmes.tickets import open_ticket

_COUNTRY: Final = "PK"
_PHONE: Final = "phone"


async def request_call(
    connection: AsyncConnection, seen: Ownership, episode: Row[Any], words: Words, at: datetime
) -> list[BotMessage]:
    """Open the ticket, once an episode, and ask for the number if nothing tells it."""
    phone = await _known_phone(connection, seen.conversation_id)
    wish = {
        "language": seen.language,
        "channel": seen.channel,
        "programme": episode.programme,
        "phone": phone,
    }
    reference = await _open(connection, seen.conversation_id, episode.id, wish)
    until = at + (await limits(connection)).span("awaiting")
    awaited = {"awaits": None if phone else Awaited.PHONE, "awaits_until": until}
    await episodes.note(connection, episode.id, ticket=reference, **awaited)
    if phone is None:
        return [words.message(words.say("callback.number", reference=reference))]
    return [words.message(words.say("callback.noted", phone=phone, reference=reference))]


async def add_phone(
    connection: AsyncConnection, episode: Row[Any], text: str, words: Words
) -> list[BotMessage] | None:
    """Take the number that was asked for; None: the text is no number."""
    phone = read_phone(text)
    if phone is None:
        return None
    known = select(Ticket.summary).where(Ticket.reference == episode.ticket)
    summary: Mapping[str, Any] = (await connection.execute(known)).scalar_one_or_none() or {}
    await connection.execute(
        update(Ticket)
        .where(Ticket.reference == episode.ticket)
        .values(summary={**summary, _PHONE: phone})
    )
    await episodes.note(connection, episode.id, awaits=None)
    added = words.say("callback.added", phone=phone, reference=episode.ticket)
    return [words.message(added)]


def read_phone(text: str) -> str | None:
    """The first phone number in a text, in E.164; numbers without a country are Pakistan's."""
    for match in phonenumbers.PhoneNumberMatcher(text, _COUNTRY):
        return phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
    return None


async def _open(
    connection: AsyncConnection, conversation_id: str, handoff_id: int, wish: Mapping[str, Any]
) -> str:
    known = {name: value for name, value in wish.items() if value}
    # The session works inside the open transaction and leaves its end to the caller.
    async with AsyncSession(connection, expire_on_commit=False) as session:
        key = f"handoff:{handoff_id}:callback"
        ticket = await open_ticket(session, "callback", conversation_id, known, key)
        return ticket.reference


async def _known_phone(connection: AsyncConnection, conversation_id: str) -> str | None:
    statement = (
        select(ChannelIdentity.value)
        .where(
            ChannelIdentity.conversation_id == conversation_id,
            ChannelIdentity.kind == _PHONE,
        )
        .limit(1)
    )
    value = (await connection.execute(statement)).scalar_one_or_none()
    return None if value is None else read_phone(f"+{value.removeprefix('+')}")
