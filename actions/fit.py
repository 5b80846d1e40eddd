"""Which programmes may suit the user's own business."""

from dataclasses import replace
from typing import Final

from actions.card import person_button, programme_button
from actions.details import Details
from actions.enquiry import Enquiry
from actions.judged import failed_everywhere, profile_of
from actions.labels import filter_names
from actions.memory import Context, Question
from actions.names import CHECK_ELIGIBILITY, LIST_PROGRAMMES
from actions.programme_lists import numbered
from actions.reply import Button, Reply, lines
from actions.requests import open_request
from programmes.eligibility import Assessment, fitting
from programmes.models import Programme

MOST: Final = 5
EVERYTHING: Final = 1000
MOST_ASKED: Final = 3
WANTED: Final = frozenset({"amount", "sectors", "city", "province", "segment", "age"})
# What a user can tell in a word, in the order worth asking.
ASKABLE: Final = ("sector", "amount", "province", "segment", "gender", "age")

Suitable = list[tuple[Programme, Assessment]]


async def check(enquiry: Enquiry) -> Reply:
    """Match what the user has told so far with the conditions of every programme."""
    details = _told_so_far(enquiry)
    if details.names().isdisjoint(WANTED):
        return _tell_me(enquiry, details)
    suitable = await _fitting(enquiry, details)
    filters = await filter_names(enquiry, details)
    if not suitable:
        return await _nothing(enquiry, details, filters)
    return _suitable(enquiry, details, suitable, filters)


async def _fitting(enquiry: Enquiry, details: Details) -> Suitable:
    """What fits; where money or a kind of it is asked for, only what gives that."""
    suitable = await fitting(enquiry.session, profile_of(details), EVERYTHING)
    if details.amount is not None:
        suitable = [pair for pair in suitable if pair[0].criteria.largest_amount is not None]
    asked = set(details.topics)
    of_the_kind = [pair for pair in suitable if not asked.isdisjoint(pair[0].topics)]
    return (of_the_kind or suitable)[:MOST]


def _told_so_far(enquiry: Enquiry) -> Details:
    # One answer seldom tells all, so what was told for the same question still counts.
    earlier = enquiry.memory.question
    if earlier is None or earlier.intent != CHECK_ELIGIBILITY:
        return replace(enquiry.details, programmes=(), unknown_names=())
    return enquiry.details.over(earlier.details)


def _tell_me(enquiry: Enquiry, details: Details) -> Reply:
    voice = enquiry.voice
    return Reply(
        voice.say("fit.ask"),
        [person_button(voice)],
        question=Question(CHECK_ELIGIBILITY, details),
    )


def _suitable(enquiry: Enquiry, details: Details, suitable: Suitable, filters: str) -> Reply:
    voice = enquiry.voice
    programmes = [programme for programme, _ in suitable]
    heading = (
        voice.say("fit.heading", filters=filters) if filters else voice.say("fit.heading_bare")
    )
    closing = (_missing(enquiry, details, suitable), voice.say("fit.note"))
    text = numbered(enquiry, heading, programmes, closing)
    return Reply(
        text,
        [*(programme_button(voice, each) for each in programmes[:3]), person_button(voice)],
        context=Context("list", params={"ids": [each.id for each in programmes]}),
        question=Question(CHECK_ELIGIBILITY, details),
    )


def _missing(enquiry: Enquiry, details: Details, suitable: Suitable) -> str | None:
    """Ask for what would decide most, as far as it is not told yet."""
    open_ones = {str(criterion) for _, assessment in suitable for criterion in assessment.missing}
    told = {
        "sector": bool(details.sectors),
        "segment": bool(details.segment),
        "age": details.age is not None,
        "amount": details.amount is not None,
        "province": bool(details.city or details.province),
    }
    asked = [name for name in ASKABLE if name in open_ones and not told.get(name)]
    if "segment" in asked and "gender" in asked:
        asked.remove("gender")
    names = [enquiry.voice.say(f"detail.{name}") for name in asked[:MOST_ASKED]]
    return enquiry.voice.say("fit.missing", missing=enquiry.voice.join(names)) if names else None


async def _nothing(enquiry: Enquiry, details: Details, filters: str) -> Reply:
    voice = enquiry.voice
    reference = await open_request(enquiry, "eligibility", wish=details.to_memory())
    about = filters or voice.say("filter.your_details")
    text = lines(
        voice.say("fit.none", filters=about), voice.say("fit.none_ticket", reference=reference)
    )
    everything = Button(voice.say("button.all_programmes"), LIST_PROGRAMMES)
    question = Question(CHECK_ELIGIBILITY, details)
    return Reply(
        text,
        [everything],
        question=question,
        opened_request=True,
        criteria_failed=await failed_everywhere(enquiry, details),
    )
