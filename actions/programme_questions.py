"""Questions about one programme: what it is, who, how much, papers, how, until when."""

from collections.abc import Awaitable, Callable

from actions.ask_back import foreign_reply, unknown_reply, which_programme
from actions.card import card, contact_of
from actions.comparison import side_by_side
from actions.conditions_told import amount_line, told_conditions
from actions.enquiry import Enquiry
from actions.judged import failed
from actions.names import BENEFITS, INFO, LIST_PROGRAMMES
from actions.reply import Reply
from actions.resolver import programme_subject
from actions.truth import reach, standing
from programmes.models import Programme
from programmes.queries import list_offices

Answer = Callable[[Enquiry, Programme], Awaitable[Reply]]


def about_programme(answer: Answer) -> Callable[[Enquiry], Awaitable[Reply]]:
    """Turn an answer about a programme into a handler that first finds out which."""

    async def handle(enquiry: Enquiry) -> Reply:
        subject = await programme_subject(enquiry)
        if subject.several:
            return await side_by_side(enquiry, subject.several)
        if subject.foreign is not None:
            return await foreign_reply(enquiry, subject.foreign)
        if subject.unknown_name is not None:
            return await unknown_reply(enquiry, subject.unknown_name)
        if subject.programme is None:
            return await _no_name(enquiry)
        return await answer(enquiry, subject.programme)

    return handle


async def _no_name(enquiry: Enquiry) -> Reply:
    """A question without a name: "what is there for the youth of KP" asks for a list."""
    narrowed = enquiry.details.names() & {"segment", "province", "city", "sectors", "amount"}
    if enquiry.intent == INFO and narrowed:
        return await enquiry.ask(LIST_PROGRAMMES, enquiry.details)
    return await which_programme(enquiry)


async def info(enquiry: Enquiry, programme: Programme) -> Reply:
    """What it is, its figure first."""
    summary = enquiry.voice.text(programme.summary)
    if programme.benefits is None:
        return await card(enquiry, programme, _headline(enquiry, programme, summary))
    benefits = enquiry.voice.text(programme.benefits)
    lead = _headline(enquiry, programme, benefits)
    return await card(enquiry, programme, lead, wished=[summary])


async def eligibility(enquiry: Enquiry, programme: Programme) -> Reply:
    """Who may apply; first the yes or no to what the message names."""
    voice = enquiry.voice
    told = await told_conditions(enquiry, programme)
    who = (
        _about(enquiry, "programme.who", programme, voice.text(programme.who))
        if programme.who
        else _about(enquiry, "programme.who_unknown", programme)
    )
    others = [voice.text(condition) for condition in programme.criteria.other]
    reply = await card(enquiry, programme, "\n".join([*told, who]), wished=others)
    reply.criteria_failed = await failed(enquiry, programme.criteria, enquiry.details)
    return reply


async def benefits(enquiry: Enquiry, programme: Programme) -> Reply:
    """How much it gives, and whether the amount named is within it."""
    lead = (
        _headline(enquiry, programme, enquiry.voice.text(programme.benefits))
        if programme.benefits
        else _about(enquiry, "programme.benefits_unknown", programme)
    )
    return await card(
        enquiry,
        programme,
        lead,
        amount_line(enquiry.voice, enquiry.details.amount, programme.criteria),
        wished=_next_step(enquiry, programme),
    )


async def documents(enquiry: Enquiry, programme: Programme) -> Reply:
    """Which papers it needs; never guessed where the records name none."""
    voice = enquiry.voice
    if programme.documents:
        text = voice.text(programme.documents)
        lead = _about(enquiry, "programme.documents", programme, text)
        return await card(enquiry, programme, lead, wished=_next_step(enquiry, programme))
    return await card(
        enquiry,
        programme,
        _about(enquiry, "programme.documents_unknown", programme),
        await _confirm(enquiry, programme, "programme.documents_ask"),
        wished=_next_step(enquiry, programme),
    )


async def apply(enquiry: Enquiry, programme: Programme) -> Reply:
    """How and where to apply, with help near the place named."""
    voice = enquiry.voice
    lead = (
        _about(enquiry, "programme.apply", programme, voice.text(programme.apply))
        if programme.apply
        else _about(enquiry, "programme.apply_unknown", programme)
    )
    return await card(
        enquiry, programme, lead, await _confirm(enquiry, programme), await _help_near(enquiry)
    )


async def deadline(enquiry: Enquiry, programme: Programme) -> Reply:
    """Until when, or whether it is reported as running."""
    voice = enquiry.voice
    if programme.deadline:
        text = voice.text(programme.deadline)
        lead = _about(enquiry, "programme.deadline", programme, text)
    elif programme.status != "active":
        lead = _about(enquiry, "programme.deadline_unknown", programme)
    elif programme.as_of is None:
        lead = _about(enquiry, "programme.deadline_running_undated", programme)
    else:
        name, as_of = voice.text(programme.short_name), voice.day(programme.as_of)
        lead = voice.say("programme.deadline_running", name=name, as_of=as_of)
    return await card(
        enquiry,
        programme,
        lead,
        await _confirm(enquiry, programme),
        wished=_next_step(enquiry, programme),
    )


def _headline(enquiry: Enquiry, programme: Programme, text: str) -> str:
    name = enquiry.voice.text(
        programme.name if enquiry.intent != BENEFITS else programme.short_name
    )
    return enquiry.voice.say("programme.headline", name=name, benefits=text)


def _about(enquiry: Enquiry, key: str, programme: Programme, text: str = "") -> str:
    return enquiry.voice.say(key, name=enquiry.voice.text(programme.short_name), text=text)


def _next_step(enquiry: Enquiry, programme: Programme) -> list[str]:
    if programme.apply is None or programme.status == "closed":
        return []
    step = enquiry.voice.text(programme.apply)
    return [enquiry.voice.say("programme.apply_step", text=step)]


async def _confirm(
    enquiry: Enquiry, programme: Programme, key: str = "programme.confirm"
) -> str | None:
    # What is closed, unconfirmed or old names its contact already.
    if standing(enquiry.voice, programme, None, enquiry.today):
        return None
    contact = await contact_of(enquiry, programme)
    return enquiry.voice.say(key, contact=contact) if contact else None


async def _help_near(enquiry: Enquiry) -> str | None:
    details = enquiry.details
    if details.city is None and details.province is None:
        return None
    offices = await list_offices(enquiry.session, details.city, details.province)
    contact = reach(offices[0].contact) if offices else None
    if contact is None:
        return None
    office = enquiry.voice.text(offices[0].short_name)
    return enquiry.voice.say("programme.apply_place", office=office, contact=contact)
