"""What a message means after what was talked about: "the second one", "and Akhuwat?", "the fee?"."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from actions.details import Details
from actions.enquiry import Enquiry
from actions.inform import asks_conditions, changes
from actions.matters import MATTERS, asked_by
from actions.memory import Context
from actions.mentions import own_eligibility, what_is_named
from actions.names import (
    AFFIRM,
    APPLY,
    BENEFITS,
    CHECK_ELIGIBILITY,
    COMPARE_PROGRAMMES,
    DEADLINE,
    DOCUMENTS,
    ELIGIBILITY,
    INFO,
    INFORM,
    LIST_PROGRAMMES,
    NLU_FALLBACK,
    OFFICE,
    PROGRAMME_INTENTS,
    REGISTER_TRAINING,
    RESEARCH,
    TRAINING_DETAILS,
)
from actions.research import named_countries
from actions.training_filter import NOT_A_SUBJECT
from programmes.letters import fold
from programmes.queries import survey_figures

# What a question about a programme asks of a training, where trainings are talked about.
OF_A_TRAINING: Final[Mapping[str, str]] = MappingProxyType(
    {
        INFO: TRAINING_DETAILS,
        BENEFITS: TRAINING_DETAILS,
        DEADLINE: TRAINING_DETAILS,
        ELIGIBILITY: TRAINING_DETAILS,
        DOCUMENTS: TRAINING_DETAILS,
        APPLY: REGISTER_TRAINING,
        "ask_business_registration": REGISTER_TRAINING,
    }
)
ABOUT_TRAININGS: Final = frozenset({TRAINING_DETAILS, REGISTER_TRAINING})
# Topics that "I want to register" names without meaning a firm.
REGISTERING: Final = NOT_A_SUBJECT | {"business-registration"}
_ELSEWHERE: Final = frozenset({"out_of_scope", INFORM, NLU_FALLBACK})
_LONGEST_COUNTRY_QUESTION: Final = 5
_BRIEF: Final = 2


async def in_its_context(enquiry: Enquiry) -> Enquiry | None:
    """The question that a typed message means in its context; None if it means what it says."""
    if enquiry.is_in_place_of_another or not enquiry.message.words:
        return None
    return (
        _picked(enquiry)
        or await what_is_named(enquiry)
        or own_eligibility(enquiry)
        or _named(enquiry)
        or _of_a_training(enquiry)
        or _of_an_age(enquiry)
        or _of_an_office(enquiry)
        or _other_matter(enquiry)
        or _added(enquiry)
        or await _other_country(enquiry)
    )


def _picked(enquiry: Enquiry) -> Enquiry | None:
    """An entry of the list that was shown last."""
    place, context = enquiry.message.place_in_list, enquiry.context
    if place is None or context is None or enquiry.details.programmes:
        return None
    if context.choices:
        programme = _entry(context.choices, place)
        return _about(enquiry, programme) if programme else None
    chosen = _entry(context.trainings, place)
    if context.kind != "list" or chosen is None:
        return None
    asked = _intent(enquiry)
    intent = OF_A_TRAINING.get(asked, asked)
    memory = replace(enquiry.memory, context=Context("training", chosen))
    intent = intent if intent in ABOUT_TRAININGS else TRAINING_DETAILS
    return replace(enquiry, intent=intent, details=Details(), memory=memory)


def _intent(enquiry: Enquiry) -> str:
    """What is asked of a chosen entry: of a bare choice, what was asked before it."""
    question = enquiry.memory.question
    if enquiry.message.is_bare_detail:
        return question.intent if question is not None else INFO
    return enquiry.intent


def _about(enquiry: Enquiry, programme: str) -> Enquiry:
    asked = _intent(enquiry)
    intent = asked if asked in PROGRAMME_INTENTS else INFO
    details = replace(enquiry.details, programmes=(programme,), unknown_names=(), topics=())
    return replace(enquiry, intent=intent, details=details)


def _entry(ids: tuple[str, ...], place: int) -> str | None:
    index = place if place < 0 else place - 1
    return ids[index] if -len(ids) <= index < len(ids) else None


def _named(enquiry: Enquiry) -> Enquiry | None:
    """A bare name: the question before, about this programme."""
    details, question = enquiry.details, enquiry.memory.question
    # "Yes, tell me about Akhuwat" names what is wanted; it is no answer to the offer before.
    wanted = enquiry.intent == AFFIRM and bool(details.programmes)
    asked_the_same = (
        enquiry.intent == COMPARE_PROGRAMMES
        and enquiry.message.is_bare_detail
        and len(details.programmes) == 1
        and question is not None
        and question.intent in PROGRAMME_INTENTS
    )
    return replace(enquiry, intent=INFORM) if wanted or asked_the_same else None


def _of_a_training(enquiry: Enquiry) -> Enquiry | None:
    """A question without a name where trainings are talked about: "fee?", "I want to register"."""
    intent, details = OF_A_TRAINING.get(enquiry.intent), enquiry.details
    if intent is None or enquiry.context is None or not enquiry.context.trainings:
        return None
    names_another = details.programmes or details.unknown_names or details.sectors
    if names_another or not set(details.topics) <= REGISTERING:
        return None
    return replace(enquiry, intent=intent, details=replace(details, topics=()))


def _of_an_age(enquiry: Enquiry) -> Enquiry | None:
    """An age alone: whether the programme takes somebody so old, or which of those listed do."""
    details, context, question = enquiry.details, enquiry.context, enquiry.memory.question
    if enquiry.intent not in (CHECK_ELIGIBILITY, INFORM) or details.names() != {"age"}:
        return None
    if context is not None and context.programme is not None:
        about = replace(details, programmes=(context.programme,))
        return replace(enquiry, intent=ELIGIBILITY, details=about)
    listed = question is not None and question.intent in (LIST_PROGRAMMES, CHECK_ELIGIBILITY)
    wanted = details.over(question.details) if question is not None and listed else details
    return replace(enquiry, intent=CHECK_ELIGIBILITY, details=wanted)


def _of_an_office(enquiry: Enquiry) -> Enquiry | None:
    """ "Timing?", "map?" after an office."""
    question = enquiry.memory.question
    is_brief = len(enquiry.message.words.split()) <= _BRIEF and not enquiry.details.names()
    if question is None or question.intent != OFFICE or not is_brief:
        return None
    asks_of_it = enquiry.intent in (OFFICE, TRAINING_DETAILS)
    return replace(enquiry, intent=OFFICE, details=question.details) if asks_of_it else None


def _other_matter(enquiry: Enquiry) -> Enquiry | None:
    """A bare topic of another matter: "NTN?" after how to register a firm."""
    question, topics = enquiry.memory.question, enquiry.details.topics
    if not enquiry.message.is_bare_detail or question is None or not topics:
        return None
    matter = MATTERS.get(question.intent)
    if matter is None or not set(topics).isdisjoint(matter.topics):
        return None
    intent = asked_by(topics)
    return replace(enquiry, intent=intent) if intent else None


def _added(enquiry: Enquiry) -> Enquiry | None:
    """A bare detail that resembles another question but adds to the one before it."""
    question = enquiry.memory.question
    if not enquiry.message.is_bare_detail or question is None or enquiry.details.programmes:
        return None
    # "what about Karachi?" asks of a programme whether it takes somebody from there.
    adds = changes(enquiry.details, question) or asks_conditions(enquiry, question)
    return replace(enquiry, intent=INFORM) if adds and enquiry.intent != INFORM else None


async def _other_country(enquiry: Enquiry) -> Enquiry | None:
    """Another country, after a figure of the survey: "India?"."""
    question, words = enquiry.memory.question, fold(enquiry.message.words)
    if question is None or question.intent != RESEARCH or enquiry.intent not in _ELSEWHERE:
        return None
    if len(words.split()) > _LONGEST_COUNTRY_QUESTION:
        return None
    named = named_countries(await survey_figures(enquiry.session), words)
    return replace(enquiry, intent=RESEARCH) if named else None
