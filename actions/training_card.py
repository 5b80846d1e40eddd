"""How a training of the calendar is printed; a sample is always called one."""

from collections.abc import Sequence

from actions.enquiry import Enquiry
from actions.labels import place_name
from actions.names import REGISTER_TRAINING, TRAINING_DETAILS
from actions.reply import Button, lines
from actions.truth import disagreements, footer, standing
from actions.voice import Voice
from programmes.models import TrainingEvent

ONLINE = "Online"


async def training_entry(enquiry: Enquiry, number: int, event: TrainingEvent) -> str:
    """One line of a list."""
    voice = enquiry.voice
    online = event.city == ONLINE
    line = voice.say(
        "training.entry_online" if online else "training.entry",
        number=number,
        title=voice.text(event.title),
        date=_days(voice, event),
        city="" if online else await place_name(enquiry, event.city, event.province),
        fee=fee(voice, event),
    )
    return f"{line} {voice.say('training.sample_mark')}" if event.is_sample else line


async def training_details(enquiry: Enquiry, event: TrainingEvent) -> str:
    """All that the calendar says of one training."""
    voice = enquiry.voice
    return lines(
        await headline(enquiry, event),
        _time(voice, event),
        voice.say("training.venue", venue=voice.text(event.venue)) if event.venue else None,
        _language(voice, event),
        voice.say("training.seats", seats=event.seats) if event.seats else None,
        standing(voice, event, event.contact or await enquiry.phone(), enquiry.today),
        *disagreements(voice, event),
        voice.say("training.sample_one") if event.is_sample else None,
        footer(voice, event, enquiry.today),
    )


async def headline(enquiry: Enquiry, event: TrainingEvent) -> str:
    """The title with fee, date and place."""
    voice = enquiry.voice
    online = event.city == ONLINE
    place = await place_name(enquiry, event.city, event.province)
    line = voice.say(
        "training.details",
        title=voice.text(event.title),
        fee=fee(voice, event),
        date=_days(voice, event),
        city=voice.say("training.online") if online else place,
    )
    return f"{line} {voice.say('training.sample_mark')}" if event.is_sample else line


def sample_note(voice: Voice, events: Sequence[TrainingEvent]) -> str | None:
    """Say that samples are no real events."""
    return voice.say("training.sample") if any(event.is_sample for event in events) else None


def fee(voice: Voice, event: TrainingEvent) -> str:
    """The fee as people say it."""
    if event.fee_pkr is None:
        return voice.say("training.fee_unknown")
    return voice.money(event.fee_pkr) if event.fee_pkr else voice.say("training.free")


def training_button(voice: Voice, event: TrainingEvent, intent: str = TRAINING_DETAILS) -> Button:
    """A button that asks about one training of the calendar."""
    entities = {"topic": event.topic, "city": event.city, "date": event.starts.isoformat()}
    return Button(voice.text(event.title), intent, entities)


def seat_button(voice: Voice, event: TrainingEvent) -> Button:
    """A button that asks for a seat."""
    entities = training_button(voice, event).entities
    return Button(voice.say("button.seat"), REGISTER_TRAINING, entities)


def _days(voice: Voice, event: TrainingEvent) -> str:
    return voice.days(event.starts, event.ends)


def _time(voice: Voice, event: TrainingEvent) -> str | None:
    if event.start_time is None:
        return None
    times = [event.start_time, *([event.end_time] if event.end_time else [])]
    return voice.say("training.time", time=" - ".join(f"{time:%H:%M}" for time in times))


def _language(voice: Voice, event: TrainingEvent) -> str | None:
    names = [
        voice.say(f"language.{code}") if voice.knows(f"language.{code}") else code
        for code in event.languages
    ]
    return voice.say("training.language", language=voice.join(names)) if names else None
