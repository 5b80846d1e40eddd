"""When the programme is not clear: asks back, and never answers with another one's figures."""

from collections.abc import Sequence
from typing import Final

from actions.card import person_button, programme_button
from actions.details import Details
from actions.enquiry import Enquiry
from actions.fitted import beginning
from actions.labels import filter_names
from actions.memory import Context, Question
from actions.names import INFO, LIST_PROGRAMMES, TALK_TO_HUMAN
from actions.reply import Button, Reply, lines
from programmes.models import ForeignScheme, Programme
from programmes.queries import (
    ProgrammeFilter,
    find_programmes,
    list_programmes,
    province_of,
    search,
)

SUPPORT: Final = ("programme",)
LOAN: Final = "loan"
LONGEST_NAME: Final = 60
GOOD_HIT: Final = 0.3
"""Share of the words' weight that a record must have to be offered."""


async def which_programme(enquiry: Enquiry) -> Reply:
    """Ask which programme is meant, offering what was listed last or what the message narrows."""
    voice = enquiry.voice
    filters = await filter_names(enquiry, enquiry.details)
    programmes = await candidates(enquiry)
    text = (
        voice.say("programme.which_about", filters=filters)
        if filters and programmes
        else voice.say("programme.which")
    )
    buttons = [programme_button(voice, each, enquiry.intent) for each in programmes]
    everything = Button(voice.say("button.all_programmes"), LIST_PROGRAMMES)
    return Reply(
        text,
        [*buttons, everything],
        context=Context("list", params={"ids": [each.id for each in programmes]}),
        question=Question(enquiry.intent, enquiry.details),
    )


async def candidates(enquiry: Enquiry, limit: int = 3) -> Sequence[Programme]:
    """The programmes that a question without a name may mean."""
    if enquiry.context is not None and enquiry.context.listed and not enquiry.details.names():
        return await find_programmes(enquiry.session, enquiry.context.listed[:limit])
    details = enquiry.details
    province = details.province
    if details.city is not None:
        province = await province_of(enquiry.session, details.city)
    wanted = ProgrammeFilter(
        details.topics or (() if details.segment else (LOAN,)),
        details.sectors,
        province,
        details.segment,
        details.amount,
    )
    return (await list_programmes(enquiry.session, wanted, limit=limit)).items


async def unknown_reply(enquiry: Enquiry, name: str) -> Reply:
    """Say that a name is not in the records, and what is, as no more than that."""
    voice = enquiry.voice
    hits = await search(enquiry.session, name, limit=3, kinds=("programme",))
    found = await find_programmes(
        enquiry.session, [hit.id for hit in hits if hit.score >= GOOD_HIT]
    )
    text = lines(
        not_in_records(enquiry, name),
        voice.say("programme.unknown_person"),
        voice.say("programme.unknown_hits") if found else None,
        *(f"• {voice.text(programme.name)}" for programme in found),
    )
    buttons = [programme_button(voice, programme) for programme in found]
    return Reply(
        text,
        [*buttons, person_button(voice)],
        context=Context("list", params={"ids": [programme.id for programme in found]}),
        offer=None if found else Question(TALK_TO_HUMAN),
    )


def not_in_records(enquiry: Enquiry, name: str) -> str:
    """Say that no record has this name."""
    if not name.strip():
        return enquiry.voice.say("programme.unknown_unnamed")
    return enquiry.voice.say("programme.unknown", name=beginning(name.strip(), LONGEST_NAME))


async def foreign_reply(enquiry: Enquiry, scheme: ForeignScheme) -> Reply:
    """Say that a scheme is another country's, and offer Pakistan's."""
    voice = enquiry.voice
    page = await list_programmes(
        enquiry.session, ProgrammeFilter(topics=(LOAN,), types=SUPPORT), limit=3
    )
    text = lines(
        voice.say(
            "programme.foreign",
            name=voice.text(scheme.name),
            country=voice.text(scheme.country),
        ),
        voice.say("programme.foreign_ours"),
        *(f"• {voice.text(programme.name)}" for programme in page.items),
    )
    return Reply(
        text,
        [*(programme_button(voice, each, INFO) for each in page.items), person_button(voice)],
        context=Context("list", params={"ids": [each.id for each in page.items]}),
        question=Question(LIST_PROGRAMMES, Details(topics=(LOAN,))),
    )
