"""A programme's card for the person: what the records say, with source and date."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

import locales
from bot.handoff.subject import programmes_in, said
from bot.languages import DEFAULT, known
from locales import Speaker
from programmes.contact import Contact
from programmes.freshness import freshness
from programmes.models import Programme
from programmes.queries import find_programmes, search

_FOUND: Final = 8
_LONGEST_ADDRESS: Final = 60


@dataclass(frozen=True, slots=True)
class Card:
    """A programme in one language."""

    id: str
    name: str
    text: str


@cache
def the_speaker() -> Speaker:
    """The assistant's own sentences, so that a card reads as its answers do."""
    return Speaker(Path(locales.__file__).parent)


async def found(
    session: AsyncSession, words: str, conversation_id: str | None, language: str, today: date
) -> list[Card]:
    """Programmes by words; without any, those that the conversation was about, the newest first."""
    if words.strip():
        hits = await search(session, words, _FOUND, kinds=("programme",))
        ids: Sequence[str] = [hit.id for hit in hits]
    elif conversation_id is not None:
        ids = programmes_in(await said(await session.connection(), conversation_id))[:_FOUND]
    else:
        ids = ()
    rows = await find_programmes(session, ids)
    return [card_of(row, language, today) for row in rows]


async def picked(
    session: AsyncSession, ids: Sequence[str], language: str, today: date
) -> list[Card]:
    """The cards of these programmes; one that is not there is left out."""
    rows = await session.scalars(select(Programme).where(Programme.id.in_(ids)))
    by_id = {row.id: row for row in rows}
    return [card_of(by_id[each], language, today) for each in dict.fromkeys(ids) if each in by_id]


def card_of(programme: Programme, language: str, today: date) -> Card:
    """The card's text; a programme that is closed, old or unconfirmed says so."""
    spoken = known(language) or DEFAULT
    name = the_speaker().text(programme.name, spoken)
    lines = [name, *_lines(programme, spoken, today)]
    text = the_speaker().isolate("\n".join(line for line in lines if line), spoken)
    return Card(programme.id, name, text)


def _lines(programme: Programme, language: str, today: date) -> Iterator[str]:
    speaker = the_speaker()
    for told in (programme.summary, programme.benefits, programme.who, programme.apply):
        if told is not None:
            yield speaker.text(told, language)
    contact = _reach(programme.contact)
    fresh = freshness(programme, today)
    if fresh != "current":
        where = contact or speaker.say("truth.provider", language)
        yield _dated(f"truth.{fresh}", programme.as_of, language, contact=where)
    elif contact:
        yield contact
    yield from (_noted("truth.conflict", text, language) for text in programme.conflicts)
    sources = programme.sources
    source = _written(sources[0]) if sources else speaker.say("truth.no_source", language)
    if fresh != "current" and programme.as_of is not None:
        yield speaker.say("truth.footer_source", language, source=source)
    else:
        yield _dated("truth.footer", programme.as_of, language, source=source)


def _noted(key: str, text: locales.Spoken, language: str) -> str:
    return the_speaker().say(key, language, text=the_speaker().text(text, language))


def _dated(key: str, as_of: str | None, language: str, **values: str) -> str:
    speaker = the_speaker()
    if as_of is None:
        return speaker.say(f"{key}_undated", language, **values)
    return speaker.say(key, language, as_of=speaker.day(as_of, language), **values)


def _reach(contact: Contact) -> str | None:
    if contact.helpline or contact.phone:
        return contact.helpline or contact.phone[0]
    return _written(contact.website) if contact.website else contact.email


def _written(address: str) -> str:
    """An address of the web without its scheme, and its site alone if it is long."""
    if not address.startswith(("http://", "https://")):
        return address
    parts = urlsplit(address)
    site = parts.netloc.removeprefix("www.")
    query = f"?{parts.query}" if parts.query else ""
    whole = f"{site}{parts.path.rstrip('/')}{query}"
    return whole if len(whole) <= _LONGEST_ADDRESS else site
