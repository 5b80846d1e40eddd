"""Which trainings are coming, and what is known of one of them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from actions.card import person_button
from actions.details import Details
from actions.enquiry import Enquiry
from actions.labels import filter_names
from actions.memory import Context, Question
from actions.names import INFO, LIST_TRAININGS, SHOW_MORE, SUBSCRIBE_ALERTS
from actions.reply import Button, Reply, lines
from actions.training_card import (
    sample_note,
    seat_button,
    training_button,
    training_details,
    training_entry,
)
from actions.training_filter import NARROWING, alert, narrowing, subjects
from programmes.models import TrainingEvent
from programmes.queries import (
    Page,
    ProgrammeFilter,
    TrainingFilter,
    find_training,
    list_programmes,
    list_trainings,
    province_of,
)

PAGE: Final = 5
COURSES: Final = 3


async def list_all(enquiry: Enquiry) -> Reply:
    """The coming trainings for what the message narrows, the soonest first."""
    page = await coming(enquiry, enquiry.details, enquiry.offset)
    if not page.items:
        return await _nothing(enquiry)
    filters = await filter_names(enquiry, narrowing(enquiry.details))
    heading = (
        enquiry.voice.say("listing.trainings_for", filters=filters, total=page.total)
        if filters
        else enquiry.voice.say("listing.trainings", total=page.total)
    )
    return await _page(enquiry, page, heading)


async def details(enquiry: Enquiry) -> Reply:
    """Fee, place, time, language and seats of one training."""
    if enquiry.details.programmes or enquiry.details.unknown_names:
        return await enquiry.ask(INFO, enquiry.details)
    events = await meant(enquiry)
    if len(events) == 1:
        return await one(enquiry, events[0])
    if not events and not enquiry.details.names().isdisjoint(NARROWING):
        return await _nothing(enquiry)
    return await which(enquiry, events)


async def one(enquiry: Enquiry, event: TrainingEvent) -> Reply:
    """All that is known of one training."""
    voice = enquiry.voice
    return Reply(
        await training_details(enquiry, event),
        [
            seat_button(voice, event),
            Button(voice.say("button.trainings"), LIST_TRAININGS),
            person_button(voice),
        ],
        context=Context("training", event.id),
        topic=event.topic,
    )


async def meant(enquiry: Enquiry) -> Sequence[TrainingEvent]:
    """The trainings that a question may be about: its own words, else the one talked about."""
    if enquiry.details.names().isdisjoint(NARROWING):
        last = enquiry.context.trainings if enquiry.context else ()
        known = [await find_training(enquiry.session, each) for each in last]
        events = [event for event in known if event is not None]
        if events:
            return events
    return (await coming(enquiry, enquiry.details, 0)).items


async def which(enquiry: Enquiry, events: Sequence[TrainingEvent]) -> Reply:
    """Ask which training is meant."""
    voice = enquiry.voice
    if not events:
        return await _nothing(enquiry)
    text = lines(
        voice.say("training.which"),
        *[await training_entry(enquiry, n, event) for n, event in enumerate(events, start=1)],
        sample_note(voice, events),
    )
    buttons = [training_button(voice, event, enquiry.intent) for event in events[:4]]
    question = Question(enquiry.intent, enquiry.details)
    return Reply(text, buttons, context=_listed(events), question=question)


async def coming(enquiry: Enquiry, wanted: Details, offset: int) -> Page[TrainingEvent]:
    """One page of the calendar."""
    start, end = wanted.days()
    narrowed = TrainingFilter(
        subjects(wanted), wanted.city, wanted.province, wanted.segment, start, end
    )
    return await list_trainings(enquiry.session, narrowed, enquiry.today, offset, PAGE)


async def _page(enquiry: Enquiry, page: Page[TrainingEvent], heading: str) -> Reply:
    voice, events = enquiry.voice, page.items
    start = page.offset + 1
    text = lines(
        heading,
        *[await training_entry(enquiry, n, each) for n, each in enumerate(events, start=start)],
        voice.say("listing.page", first=start, last=page.offset + len(events), total=page.total)
        if page.total > len(events)
        else None,
        sample_note(voice, events),
    )
    last = (
        Button(voice.say("button.more"), SHOW_MORE)
        if page.has_more
        else Button(voice.say("button.tell_me"), SUBSCRIBE_ALERTS, alert(enquiry.details))
    )
    about = Context("training", events[0].id) if page.total == 1 else _listed(events)
    question = Question(LIST_TRAININGS, enquiry.details, page.offset)
    buttons = [*(training_button(voice, event) for event in events[:3]), last]
    return Reply(text, buttons, context=about, question=question)


def _listed(events: Sequence[TrainingEvent]) -> Context:
    return Context("list", params={"trainings": [event.id for event in events]})


async def _nothing(enquiry: Enquiry) -> Reply:
    """Say that nothing of that kind is coming, and what comes nearest to it."""
    voice, wanted = enquiry.voice, narrowing(enquiry.details)
    if enquiry.offset:
        return Reply(voice.say("listing.more_end"), [person_button(voice)])
    filters = await filter_names(enquiry, wanted)
    heading = (
        voice.say("listing.trainings_none_for", filters=filters)
        if filters
        else voice.say("listing.trainings_none")
    )
    page = await _nearest(enquiry, wanted)
    if page is not None:
        return await _page(enquiry, page, lines(heading, voice.say("listing.trainings_near")))
    tell_me = Question(SUBSCRIBE_ALERTS, wanted)
    yes = Button(voice.say("button.tell_me"), SUBSCRIBE_ALERTS, alert(wanted))
    text = lines(heading, await _courses(enquiry), voice.say("listing.tell_me"))
    question = Question(LIST_TRAININGS, wanted)
    return Reply(text, [yes, person_button(voice)], offer=tell_me, question=question)


async def _nearest(enquiry: Enquiry, wanted: Details) -> Page[TrainingEvent] | None:
    province = await province_of(enquiry.session, wanted.city) if wanted.city else wanted.province
    wider = (
        replace(wanted, city=None, province=province),
        replace(wanted, city=None, province=None),
        replace(wanted, city=None, province=None, date=None),
        replace(wanted, city=None, province=None, date=None, segment=None),
    )
    for attempt in dict.fromkeys(wider):
        if attempt.names().isdisjoint(NARROWING):
            return None
        page = await coming(enquiry, attempt, 0)
        if page.items:
            return page
    return None


async def _courses(enquiry: Enquiry) -> str | None:
    """Trainings that run all year and stand in no calendar."""
    voice = enquiry.voice
    wanted = ProgrammeFilter(types=("training",), segment=None)
    page = await list_programmes(enquiry.session, wanted, limit=COURSES)
    names = [f"• {voice.text(course.short_name)}" for course in page.items]
    return lines(voice.say("listing.courses"), *names) if names else None
