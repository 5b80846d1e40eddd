"""Two or three programmes side by side."""

from collections.abc import Sequence
from typing import Final

from actions.ask_back import candidates, foreign_reply, not_in_records, unknown_reply
from actions.card import person_button, programme_button
from actions.details import Details
from actions.enquiry import Enquiry
from actions.fitted import beginning
from actions.memory import Context, Question
from actions.names import COMPARE_PROGRAMMES, ELIGIBILITY
from actions.reply import Button, Reply, lines
from actions.resolver import foreign_among
from actions.truth import main_source
from programmes.freshness import freshness
from programmes.models import Programme
from programmes.queries import find_programmes

MOST: Final = 3
BENEFITS_LENGTH: Final = 170
WHO_LENGTH: Final = 90


async def compare(enquiry: Enquiry) -> Reply:
    """Compare what the message names; one name alone with what was talked about last."""
    foreign = await foreign_among(enquiry)
    if foreign is not None:
        return await foreign_reply(enquiry, foreign)
    named = enquiry.details.programmes
    if len(named) < 2 and enquiry.context and not enquiry.details.unknown_names:
        named = _with_context(enquiry.context, named)
    found = await find_programmes(enquiry.session, named[:MOST])
    if len(found) > 1:
        return await side_by_side(enquiry, found)
    if not found and enquiry.details.unknown_names:
        return await unknown_reply(enquiry, enquiry.details.unknown_names[0])
    return await _which_other(enquiry, found)


def _with_context(context: Context, named: tuple[str, ...]) -> tuple[str, ...]:
    """One name beside what was talked about last; no name at all: the last two."""
    if not named:
        return context.programmes
    return tuple(dict.fromkeys((*filter(None, (context.programme,)), *named)))


async def side_by_side(enquiry: Enquiry, programmes: Sequence[Programme]) -> Reply:
    """Set programmes side by side, each with its standing, its date and its source."""
    voice = enquiry.voice
    shown = programmes[:MOST]
    text = lines(
        voice.say("compare.heading"),
        *(_column(enquiry, programme) for programme in shown),
        *(not_in_records(enquiry, name) for name in enquiry.details.unknown_names[:1]),
    )
    ids = tuple(programme.id for programme in shown)
    return Reply(
        text,
        [*(programme_button(voice, each, ELIGIBILITY) for each in shown), person_button(voice)],
        context=Context("list", params={"ids": list(ids)}),
        question=Question(COMPARE_PROGRAMMES, Details(programmes=ids)),
        intent=COMPARE_PROGRAMMES,
    )


def _column(enquiry: Enquiry, programme: Programme) -> str:
    voice = enquiry.voice
    figure = beginning(voice.text(programme.benefits or programme.summary), BENEFITS_LENGTH)
    who = beginning(voice.text(programme.who), WHO_LENGTH) if programme.who else None
    return lines(
        voice.say("compare.entry", name=voice.text(programme.short_name), benefits=figure),
        voice.say("compare.who", text=who) if who else None,
        _dated(enquiry, programme),
    )


def _dated(enquiry: Enquiry, programme: Programme) -> str:
    voice = enquiry.voice
    fresh = freshness(programme, enquiry.today)
    status = voice.say(f"status.{'active' if fresh == 'current' else fresh}")
    source = main_source(voice, programme)
    if programme.as_of is None:
        return voice.say("compare.as_of_undated", status=status, source=source)
    as_of = voice.day(programme.as_of)
    return voice.say("compare.as_of", status=status, as_of=as_of, source=source)


async def _which_other(enquiry: Enquiry, found: Sequence[Programme]) -> Reply:
    voice = enquiry.voice
    text = (
        voice.say("compare.other", name=voice.text(found[0].short_name))
        if found
        else voice.say("compare.which")
    )
    left_out = [not_in_records(enquiry, name) for name in enquiry.details.unknown_names[:1]]
    known = {programme.id for programme in found}
    buttons = [
        Button(voice.text(each.short_name), COMPARE_PROGRAMMES, {"programme": each.id})
        for each in await candidates(enquiry)
        if each.id not in known
    ]
    context = Context("programme", found[0].id) if found else None
    question = Question(enquiry.intent, enquiry.details)
    return Reply(lines(*left_out, text), buttons, context=context, question=question)
