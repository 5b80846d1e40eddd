"""Seats on trainings and news of them: what can be told is told, the rest goes to the staff."""

from actions.card import contact_of, person_button
from actions.enquiry import Enquiry
from actions.labels import filter_names
from actions.memory import Context
from actions.names import APPLY, LIST_TRAININGS
from actions.reply import Button, Reply, lines
from actions.requests import open_request
from actions.resolver import programme_subject
from actions.training_card import headline
from actions.training_filter import NARROWING
from actions.trainings import meant, which
from actions.truth import footer, standing
from programmes.models import Programme, TrainingEvent
from programmes.queries import find_programmes

COURSES = frozenset({"training", "partner", "service"})


async def register(enquiry: Enquiry) -> Reply:
    """Pass the wish for a seat on; no seat is ever promised."""
    if enquiry.details.unknown_names or await _names_a_scheme(enquiry):
        return await enquiry.ask(APPLY, enquiry.details)
    course = await _course(enquiry)
    if course is not None:
        return await _register_course(enquiry, course)
    events = await meant(enquiry)
    if len(events) == 1:
        return await _register_event(enquiry, events[0])
    if events:
        return await which(enquiry, events)
    return await _register_wish(enquiry)


async def cancel(enquiry: Enquiry) -> Reply:
    """Pass on that a seat is given up."""
    event = enquiry.context.training if enquiry.context else None
    reference = await open_request(
        enquiry,
        "cancellation",
        training=event,
        seat=enquiry.details.reference,
        wish=enquiry.details.to_memory(),
    )
    return _passed(enquiry, "training.cancel_passed", reference)


async def mine(enquiry: Enquiry) -> Reply:
    """Ask the staff what the user is registered for."""
    reference = await open_request(enquiry, "my_registrations")
    return _passed(enquiry, "training.mine", reference)


async def subscribe(enquiry: Enquiry) -> Reply:
    """Pass on the wish for news."""
    filters = await filter_names(enquiry, enquiry.details)
    wish = enquiry.details.to_memory()
    reference = await open_request(enquiry, "alerts", wish=wish)
    if not filters:
        return _passed(enquiry, "training.alerts_on_all", reference)
    text = enquiry.voice.say("training.alerts_on", filters=filters, reference=reference)
    return Reply(text, _next_buttons(enquiry))


async def unsubscribe(enquiry: Enquiry) -> Reply:
    """Pass on the wish for no more news."""
    reference = await open_request(enquiry, "alerts_stop")
    return _passed(enquiry, "training.alerts_off", reference)


async def _names_a_scheme(enquiry: Enquiry) -> bool:
    """Whether a scheme is named ("sign me up for Ehsaas Naujawan"): it has a form, not seats."""
    found = await find_programmes(enquiry.session, enquiry.details.programmes)
    return bool(found) and all(each.type == "programme" for each in found)


async def _course(enquiry: Enquiry) -> Programme | None:
    """A course that stands in the records rather than in the calendar."""
    details = enquiry.details
    if not details.programmes and not details.names().isdisjoint(NARROWING):
        return None
    programme = (await programme_subject(enquiry)).programme
    return programme if programme and programme.type in COURSES else None


async def _register_course(enquiry: Enquiry, course: Programme) -> Reply:
    voice = enquiry.voice
    reference = await open_request(enquiry, "registration", course=course.id)
    how = voice.text(course.apply) if course.apply else ""
    name = voice.text(course.short_name)
    contact = await contact_of(enquiry, course)
    text = lines(
        voice.say("programme.apply", name=name, text=how)
        if how
        else voice.say("programme.apply_unknown", name=name),
        voice.say("training.register_course", reference=reference),
        standing(voice, course, contact, enquiry.today),
        footer(voice, course, enquiry.today),
    )
    return Reply(
        text,
        _next_buttons(enquiry),
        context=Context("programme", course.id),
        programme=course.id,
        opened_request=True,
    )


async def _register_event(enquiry: Enquiry, event: TrainingEvent) -> Reply:
    voice = enquiry.voice
    reference = await open_request(enquiry, "registration", training=event.id)
    passed = "training.register_sample" if event.is_sample else "training.register_passed"
    text = lines(
        await headline(enquiry, event),
        voice.say("training.venue", venue=voice.text(event.venue)) if event.venue else None,
        voice.say(passed, reference=reference),
        footer(voice, event, enquiry.today),
    )
    return Reply(
        text,
        _next_buttons(enquiry),
        context=Context("training", event.id),
        topic=event.topic,
        opened_request=True,
    )


async def _register_wish(enquiry: Enquiry) -> Reply:
    reference = await open_request(enquiry, "registration", wish=enquiry.details.to_memory())
    return _passed(enquiry, "training.register_none", reference)


def _passed(enquiry: Enquiry, key: str, reference: str) -> Reply:
    text = enquiry.voice.say(key, reference=reference)
    return Reply(text, _next_buttons(enquiry), opened_request=True)


def _next_buttons(enquiry: Enquiry) -> list[Button]:
    trainings = Button(enquiry.voice.say("button.trainings"), LIST_TRAININGS)
    return [trainings, person_button(enquiry.voice)]
