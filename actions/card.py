"""A programme's answer: what was asked first, then what to do, then how far it is to be trusted."""

from collections.abc import Sequence

from actions.enquiry import Enquiry
from actions.fitted import fitted
from actions.memory import Context
from actions.names import APPLY, BENEFITS, DOCUMENTS, ELIGIBILITY, INFO, OFFICE, TALK_TO_HUMAN
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
    text = fitted(
        [
            lead,
            *more,
            standing(voice, programme, contact, enquiry.today),
            replaced(voice, replacement),
            *disagreements(voice, programme)[:2],
        ],
        [*wished, *cautions(voice, programme)],
        footer(voice, programme, enquiry.today),
    )
    return Reply(
        text,
        buttons_of(voice, programme, enquiry.intent, replacement),
        context=Context("programme", programme.id, {"city": enquiry.details.city}),
        topic=programme.topics[0] if programme.topics else None,
        programme=programme.id,
    )


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
