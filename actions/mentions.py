"""What a typed message names, whatever it was taken for: a scheme of India, the agency, another name."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from actions.enquiry import Enquiry
from actions.inform import changes
from actions.names import (
    AGENCY,
    BOT_CHALLENGE,
    CHECK_ELIGIBILITY,
    COMPARE_PROGRAMMES,
    DENY,
    ELIGIBILITY,
    INFO,
    INFORM,
    NLU_FALLBACK,
    OUT_OF_SCOPE,
    PROGRAMME_INTENTS,
)
from actions.resolver import foreign_among
from locales import LANGUAGES
from programmes.letters import fold
from programmes.queries import find_programme

_OF_THE_AGENCY: Final = frozenset({*PROGRAMME_INTENTS, NLU_FALLBACK, INFORM})
_LIKELY: Final = 0.15
_NOT_OF_THE_AGENCY: Final = frozenset({OUT_OF_SCOPE, BOT_CHALLENGE, NLU_FALLBACK})


async def what_is_named(enquiry: Enquiry) -> Enquiry | None:
    """The question that a message means by what it names; None if it means what it says."""
    return (
        await _foreign_scheme(enquiry)
        or await _the_agency(enquiry)
        or _unknown_name(enquiry)
        or _corrected(enquiry)
    )


def own_eligibility(enquiry: Enquiry) -> Enquiry | None:
    """ "Am I eligible?" after a programme is about that programme; "for which?" is about all."""
    question, context = enquiry.memory.question, enquiry.context
    if enquiry.intent != CHECK_ELIGIBILITY or enquiry.details.names():
        return None
    was_about_it = question is not None and question.intent in PROGRAMME_INTENTS
    if not was_about_it or context is None or context.programme is None:
        return None
    return None if enquiry.message.asks_which else replace(enquiry, intent=ELIGIBILITY)


async def _foreign_scheme(enquiry: Enquiry) -> Enquiry | None:
    """A scheme of another country: told as such, in however few words it is named."""
    if enquiry.intent == COMPARE_PROGRAMMES:
        return None
    foreign = await foreign_among(enquiry)
    if foreign is None:
        return None
    details = replace(enquiry.details, programmes=(foreign.id,))
    return replace(enquiry, intent=INFO, details=details)


async def _the_agency(enquiry: Enquiry) -> Enquiry | None:
    """ "What is SMEDA": no programme, and least of all the one that was talked about last."""
    details = enquiry.details
    if details.programmes == (AGENCY,):
        asks_of_it = enquiry.intent not in _NOT_OF_THE_AGENCY
        return None if asks_of_it else replace(enquiry, intent=INFO)
    # "Who heads SMEDA" lies close to what is no matter of this helpline.
    is_of_it = enquiry.intent == OUT_OF_SCOPE and _is_likely(enquiry, (INFO,))
    if details.names() or not (is_of_it or enquiry.intent in _OF_THE_AGENCY):
        return None
    if not await _names_the_agency(enquiry):
        return None
    intent = enquiry.intent if enquiry.intent in PROGRAMME_INTENTS else INFO
    return replace(enquiry, intent=intent, details=replace(details, programmes=(AGENCY,)))


def _is_likely(enquiry: Enquiry, intents: Sequence[str]) -> bool:
    return any(
        intent in intents and confidence >= _LIKELY
        for intent, confidence in enquiry.message.ranking
    )


async def _names_the_agency(enquiry: Enquiry) -> bool:
    record = await find_programme(enquiry.session, AGENCY)
    if record is None:
        return False
    # Its record's name begins with how people call it: "SMEDA: Small and Medium ...".
    called = {fold(record.name.in_(language)).partition(" ")[0] for language in LANGUAGES}
    return not called.isdisjoint(fold(enquiry.message.words).split())


def _unknown_name(enquiry: Enquiry) -> Enquiry | None:
    """A made-up name in an unclear message: that it is not in the records is the answer."""
    if not enquiry.details.unknown_names or enquiry.details.programmes:
        return None
    is_of_it = enquiry.intent == OUT_OF_SCOPE and _is_likely(enquiry, PROGRAMME_INTENTS)
    is_unclear = enquiry.intent == NLU_FALLBACK or is_of_it
    return replace(enquiry, intent=INFO) if is_unclear else None


def _corrected(enquiry: Enquiry) -> Enquiry | None:
    """ "No wait, Akhuwat", "no, in Lahore": what is wanted instead, not a bare no."""
    details, context = enquiry.details, enquiry.context
    if enquiry.intent != DENY:
        return None
    if details.programmes or details.unknown_names:
        # "I don't want Akhuwat" after Akhuwat is a no.
        refused = context is not None and details.programmes == (context.programme,)
        return None if refused else replace(enquiry, intent=INFORM)
    question = enquiry.memory.question
    adds = question is not None and changes(details, question)
    return replace(enquiry, intent=INFORM) if adds else None
