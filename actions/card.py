"""A programme's answer: what was asked first, then what to do, then how far it is to be trusted."""

from collections.abc import Sequence

from actions.enquiry import Enquiry
from actions.fitted import fitted, room
from actions.memory import Context
from actions.names import (
    APPLY,
    BENEFITS,
    DOCUMENTS,
    ELIGIBILITY,
    INFO,
    OFFICE,
    SHOW_MORE,
    TALK_TO_HUMAN,
)
from actions.reply import Button, Reply
from actions.truth import cautions, disagreements, footer, reach, standing
from actions.voice import Voice
from programmes.models import Programme
from programmes.queries import find_programme

_NEXT_QUESTIONS = (ELIGIBILITY, DOCUMENTS, APPLY, BENEFITS)
_BUTTONS = {
    ELIGIBILITY: "button.who",
    DOCUMENTS: "button.documents",
    APPLY: "button.apply",
    BENEFITS: "button.amounts",
}


async def card(
    enquiry: Enquiry, programme: Programme, lead: str, *more: str | None, wished: Sequence[str] = ()
) -> Reply:
    """Answer about a programme: ``lead`` and ``more`` stand first, ``wished`` where it fits."""
    voice, contact = enquiry.voice, await contact_of(enquiry, programme)
    replacement = await replacement_of(enquiry, programme)
    closing = footer(voice, programme, enquiry.today)
    needed = [
        lead,
        *more,
        standing(voice, programme, contact, enquiry.today),
        replaced(voice, replacement),
    ]
    told, are_all_told = settled(voice, programme, room(needed, closing))
    text = fitted([*needed, *told], [*wished, *cautions(voice, programme)], closing)
    buttons = buttons_of(voice, programme, enquiry.intent, replacement)
    return Reply(
        text,
        buttons if are_all_told else [*buttons[:2], sources_button(voice, programme), buttons[-1]],
        context=Context("programme", programme.id, {"city": enquiry.details.city}),
        topic=programme.topics[0] if programme.topics else None,
        programme=programme.id,
    )


async def doubts(enquiry: Enquiry, programme: Programme) -> Reply:
    """Where the sources of a programme differ, whole, and what else is uncertain."""
    voice = enquiry.voice
    differing = disagreements(voice, programme) or [voice.say("truth.conflicts_none")]
    name = voice.text(programme.short_name)
    text = fitted(
        [f"{name}:", *differing],
        cautions(voice, programme),
        footer(voice, programme, enquiry.today),
    )
    return Reply(
        text,
        buttons_of(voice, programme, INFO),
        context=Context("programme", programme.id),
        programme=programme.id,
    )


def settled(voice: Voice, programme: Programme, length: int) -> tuple[list[str], bool]:
    """As many disagreements as fit into a length, else where to read them; whether all fit."""
    differing = disagreements(voice, programme)
    if not differing or sum(len(line) + 1 for line in differing) <= length:
        return differing, True
    button = voice.say("button.sources")
    first = differing[0]
    more = voice.say("truth.conflicts_more", button=button)
    if len(first) + len(more) + 2 <= length:
        return [first, more], False
    return [voice.say("truth.conflicts_some", button=button)], False


def sources_button(voice: Voice, programme: Programme) -> Button:
    """A button that tells where the sources differ."""
    return Button(voice.say("button.sources"), SHOW_MORE, {"programme": programme.id})


async def contact_of(enquiry: Enquiry, programme: Programme) -> str | None:
    """How to reach whoever runs it, else the helpline."""
    return reach(programme.contact) or await enquiry.phone()


async def replacement_of(enquiry: Enquiry, programme: Programme) -> Programme | None:
    """What stands in the place of a closed programme, if the records know."""
    if programme.replaced_by is None:
        return None
    return await find_programme(enquiry.session, programme.replaced_by)


def replaced(voice: Voice, replacement: Programme | None) -> str | None:
    """Name what stands in its place."""
    return voice.say("truth.replaced", name=voice.text(replacement.name)) if replacement else None


def buttons_of(
    voice: Voice, programme: Programme, asked: str, replacement: Programme | None = None
) -> list[Button]:
    """The likely next questions about a programme, a person among them."""
    if replacement is not None:
        return [programme_button(voice, replacement), person_button(voice)]
    about = {"programme": programme.id}
    questions = [
        Button(voice.say(_BUTTONS[intent]), intent, about)
        for intent in _NEXT_QUESTIONS
        if intent != asked and not (asked == INFO and intent == BENEFITS)
    ]
    if asked == APPLY:
        questions = [Button(voice.say("button.offices"), OFFICE), *questions]
    return [*questions[:3], person_button(voice)]


def programme_button(voice: Voice, programme: Programme, intent: str = INFO) -> Button:
    """A button that asks about a programme."""
    return Button(voice.text(programme.short_name), intent, {"programme": programme.id})


def person_button(voice: Voice) -> Button:
    """A button that asks for a person."""
    return Button(voice.say("button.person"), TALK_TO_HUMAN)
