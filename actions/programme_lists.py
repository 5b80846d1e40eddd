"""Lists of programmes, five at a time."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from actions.ask_back import foreign_reply
from actions.card import person_button, programme_button
from actions.details import Details
from actions.enquiry import Enquiry
from actions.fitted import SCREEN, beginning
from actions.labels import filter_names
from actions.memory import Context, Question
from actions.names import CHECK_ELIGIBILITY, INFO, SHOW_MORE
from actions.reply import Button, Reply, lines
from actions.resolver import foreign_among
from actions.truth import brief_standing
from actions.voice import Voice
from programmes.models import Programme
from programmes.queries import (
    Page,
    ProgrammeFilter,
    find_programmes,
    list_programmes,
    province_of,
)

PAGE: Final = 5
ENTRY_LENGTHS: Final = (52, 44, 36, 28, 20)
"""Characters of a programme's figure in a list, the longest first."""
GENERAL: Final = ("programme",)
SUPPORT: Final = ("programme", "service")
ANY: Final = ("programme", "service", "training", "partner")


async def list_all(enquiry: Enquiry) -> Reply:
    """Which programmes there are for what the message narrows."""
    foreign = await foreign_among(enquiry)
    if foreign is not None:
        return await foreign_reply(enquiry, foreign)
    if await _names_a_service(enquiry):
        return await enquiry.ask(INFO, enquiry.details)
    page, used = await _nearest(enquiry)
    filters = await filter_names(enquiry, enquiry.details)
    if not page.items:
        return await _nothing(enquiry, filters)
    return await programme_page(enquiry, page, _heading(enquiry, page, used, filters), used)


async def _names_a_service(enquiry: Enquiry) -> bool:
    """Whether what is asked for is a service ("does SMEDA give loans"), which no list has."""
    found = await find_programmes(enquiry.session, enquiry.details.programmes)
    return len(found) == 1 and found[0].type == "service"


async def programme_page(
    enquiry: Enquiry, page: Page[Programme], heading: str, used: Details
) -> Reply:
    """Print one page of a list of programmes, and remember where it goes on."""
    voice = enquiry.voice
    closing = (_position(voice, page), voice.say("listing.next"))
    text = numbered(enquiry, heading, page.items, closing, page.offset)
    return Reply(
        text,
        _buttons(voice, page),
        context=Context("list", params={"ids": [each.id for each in page.items]}),
        question=Question(enquiry.intent, used, page.offset),
        topic=used.topics[0] if used.topics else None,
    )


def numbered(
    enquiry: Enquiry,
    heading: str,
    programmes: Sequence[Programme],
    closing: Sequence[str | None],
    offset: int = 0,
) -> str:
    """Print a list, its entries cut as short as a phone's screen asks for."""
    for length in ENTRY_LENGTHS:
        entries = (
            _entry(enquiry, number, each, length)
            for number, each in enumerate(programmes, start=offset + 1)
        )
        text = lines(heading, *entries, *closing)
        if len(text) <= SCREEN:
            break
    return text


def _entry(enquiry: Enquiry, number: int, programme: Programme, length: int) -> str:
    """One line of a list: the number, the name, its figure, its standing and date."""
    voice = enquiry.voice
    return voice.say(
        "listing.entry",
        number=number,
        name=voice.text(programme.short_name),
        text=beginning(voice.text(programme.benefits or programme.summary), length),
        standing=brief_standing(voice, programme, enquiry.today),
    )


async def _nearest(enquiry: Enquiry) -> tuple[Page[Programme], Details]:
    """List what fits all details; if nothing does, give up first the trade, then the topic.

    The place and the group stay: what is for others is no answer.
    """
    details = enquiry.details
    tried = [details, replace(details, sectors=()), replace(details, sectors=(), topics=())]
    if not details.segment:
        tried = tried[:2] if details.topics else tried[:1]
    for wanted in dict.fromkeys(tried):
        page = await _list(enquiry, wanted)
        if page.total:
            return page, wanted
    return page, details


async def _list(enquiry: Enquiry, details: Details) -> Page[Programme]:
    province = details.province
    if details.city is not None:
        province = await province_of(enquiry.session, details.city) or province
    # Whatever is open to all trades is open to this one, a tax office too: schemes only, then.
    narrowed = bool(details.topics or details.segment)
    wanted = ProgrammeFilter(
        details.topics,
        details.sectors,
        province,
        details.segment,
        details.amount,
        SUPPORT if narrowed else GENERAL,
    )
    page = await list_programmes(enquiry.session, wanted, enquiry.offset, PAGE)
    if page.total or not narrowed:
        return page
    # Agreements and courses are no schemes, but better than nothing on their topic.
    anything = replace(wanted, types=ANY)
    return await list_programmes(enquiry.session, anything, enquiry.offset, PAGE)


def _heading(enquiry: Enquiry, page: Page[Programme], used: Details, filters: str) -> str:
    voice = enquiry.voice
    if used != enquiry.details:
        return voice.say("listing.programmes_near", filters=filters)
    if filters:
        return voice.say("listing.programmes_for", filters=filters, total=page.total)
    return voice.say("listing.programmes", total=page.total)


def _position(voice: Voice, page: Page[Programme]) -> str | None:
    if page.total <= len(page.items):
        return None
    last = page.offset + len(page.items)
    return voice.say("listing.page", first=page.offset + 1, last=last, total=page.total)


def _buttons(voice: Voice, page: Page[Programme]) -> list[Button]:
    buttons = [programme_button(voice, programme) for programme in page.items[:3]]
    if page.has_more:
        return [*buttons, Button(voice.say("button.more"), SHOW_MORE)]
    return [*buttons, Button(voice.say("button.fits_me"), CHECK_ELIGIBILITY)]


async def _nothing(enquiry: Enquiry, filters: str) -> Reply:
    voice = enquiry.voice
    if enquiry.offset:
        return Reply(voice.say("listing.more_end"), [person_button(voice)])
    about = filters or voice.say("filter.your_details")
    return Reply(
        voice.say("listing.programmes_none", filters=about),
        [Button(voice.say("button.fits_me"), CHECK_ELIGIBILITY), person_button(voice)],
        question=Question(enquiry.intent, enquiry.details),
    )
