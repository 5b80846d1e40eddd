"""A bare detail: the last question again with it, else what may be meant by it."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from actions.details import Details
from actions.enquiry import Enquiry
from actions.labels import filter_names
from actions.memory import Question
from actions.menu import menu_buttons
from actions.names import (
    APPLICATION_STATUS,
    APPLY,
    BENEFITS,
    CHANGE_LANGUAGE,
    CHECK_ELIGIBILITY,
    COMPARE_PROGRAMMES,
    DENY,
    ELIGIBILITY,
    INFO,
    LIST_PROGRAMMES,
    LIST_TRAININGS,
    NLU_FALLBACK,
    OFFICE,
    PROGRAMME_INTENTS,
    REGISTER_TRAINING,
    REQUEST_CALLBACK,
    TRAINING_DETAILS,
)
from actions.reply import Button, Reply

_FILTERS: Final = frozenset({"topics", "sectors", "city", "province", "segment", "amount"})
_CALENDAR: Final = frozenset({"topics", "city", "province", "segment", "date"})
_DESCRIBED: Final = 2
_PLACE: Final = frozenset({"city", "province"})
_CONDITIONS: Final = frozenset({"sectors", "city", "province", "segment", "amount", "age"})
# Which details change the answer of which question.
ACCEPTS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        LIST_PROGRAMMES: _FILTERS,
        CHECK_ELIGIBILITY: _FILTERS | {"age"},
        LIST_TRAININGS: _CALENDAR,
        TRAINING_DETAILS: _CALENDAR,
        REGISTER_TRAINING: _CALENDAR,
        OFFICE: _PLACE,
        APPLY: _PLACE,
        BENEFITS: frozenset({"amount"}),
        ELIGIBILITY: _CONDITIONS,
        REQUEST_CALLBACK: frozenset({"phone", "date"}),
        "ask_sell_online": frozenset({"topics"}),
        "ask_export_support": frozenset({"topics", "sectors"}),
        "ask_business_registration": frozenset({"topics"}),
        "ask_tax": frozenset({"topics"}),
        "ask_business_plan": frozenset({"sectors", "amount"}),
    }
)


async def inform(enquiry: Enquiry) -> Reply:
    """Answer a detail in the light of the question before it."""
    details, question = enquiry.details, enquiry.memory.question
    if details.cnic:
        return Reply(enquiry.voice.say("unclear.cnic"), menu_buttons(enquiry))
    if details.reference:
        return await enquiry.ask(APPLICATION_STATUS, details)
    if details.programmes or details.unknown_names:
        return await _programme(enquiry, question)
    if question is not None and changes(details, question):
        return await enquiry.ask(question.intent, details.over(question.details))
    if details.phone:
        return _offer_call(enquiry)
    if asks_conditions(enquiry, question):
        return await enquiry.ask(ELIGIBILITY, _about_same(details, question))
    return await _alone(enquiry)


async def _programme(enquiry: Enquiry, question: Question | None) -> Reply:
    """A bare name: the last question about this programme instead."""
    details = enquiry.details
    if question is not None and question.intent == COMPARE_PROGRAMMES:
        both = dict.fromkeys((*question.details.programmes, *details.programmes))
        return await enquiry.ask(COMPARE_PROGRAMMES, replace(details, programmes=tuple(both)))
    if question is not None and question.intent in PROGRAMME_INTENTS:
        return await enquiry.ask(question.intent, details)
    if question is not None and question.intent == APPLICATION_STATUS:
        return await enquiry.ask(APPLICATION_STATUS, details)
    return await enquiry.ask(INFO, details)


def changes(details: Details, question: Question) -> bool:
    """Whether a detail gives the question another answer."""
    # What staff have already is not sent again; only a call may still wait for its number.
    if question.said and question.intent not in (REQUEST_CALLBACK, CHECK_ELIGIBILITY):
        return False
    return not details.names().isdisjoint(ACCEPTS.get(question.intent, frozenset()))


def asks_conditions(enquiry: Enquiry, question: Question | None) -> bool:
    """Whether a detail asks if the programme talked about covers it ("is it for women too?")."""
    about = enquiry.context.programme if enquiry.context else None
    was_about_it = question is None or question.intent in PROGRAMME_INTENTS
    return about is not None and was_about_it and bool(enquiry.details.names() & _CONDITIONS)


def _about_same(details: Details, question: Question | None) -> Details:
    programmes = question.details.programmes if question else ()
    return replace(details, programmes=programmes, topics=())


def _offer_call(enquiry: Enquiry) -> Reply:
    voice, details = enquiry.voice, enquiry.details
    # The button carries no number; it is remembered with the offer.
    buttons = [
        Button(voice.say("button.agree"), "affirm"),
        Button(voice.say("button.refuse"), DENY),
    ]
    text = voice.say("unclear.phone", number=details.phone)
    return Reply(text, buttons, offer=Question(REQUEST_CALLBACK, details))


def _describes_a_business(details: Details) -> bool:
    """Whether so much is told of a business that what suits it is what helps ("shoes, 20 lakh")."""
    told = (
        details.amount,
        details.sectors,
        details.city or details.province,
        details.segment,
        details.age,
    )
    return sum(map(bool, told)) >= _DESCRIBED and bool(details.amount or details.sectors)


async def _alone(enquiry: Enquiry) -> Reply:
    """A detail out of the blue."""
    details, voice = enquiry.details, enquiry.voice
    if details.date:
        return await enquiry.ask(LIST_TRAININGS, details)
    if details.language:
        return await enquiry.ask(CHANGE_LANGUAGE, details)
    names = details.names()
    if details.email and names == {"email"}:
        return Reply(voice.say("unclear.email"), menu_buttons(enquiry))
    if _describes_a_business(details):
        return await enquiry.ask(CHECK_ELIGIBILITY, details)
    if names.isdisjoint(_FILTERS | {"age"}):
        return await enquiry.ask(NLU_FALLBACK, details)
    entities = details.to_entities()
    intents = [LIST_PROGRAMMES, CHECK_ELIGIBILITY]
    intents += [LIST_TRAININGS] if names & {"topics", "city", "province", "segment"} else []
    intents += [OFFICE] if names & _PLACE else []
    intents += ["ask_business_plan"] if names & {"sectors", "amount"} else []
    return Reply(
        voice.say("unclear.detail", details=await filter_names(enquiry, details)),
        [Button(voice.title(intent), intent, entities) for intent in intents],
        # The next detail is taken together with this one.
        question=Question(CHECK_ELIGIBILITY, details),
    )
