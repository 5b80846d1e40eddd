"""What our components write on a message for those behind them, and for the tracker."""

from __future__ import annotations

from typing import FrozenSet, List

from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from rahbar_engine.text.found import Found
from rahbar_engine.text.normalise import Normalised, normalise
from rahbar_engine.text.tokens import Token, tokenise

NORMALISED = "normalised"
WORDS = "words"
FOUND = "found"
# Goes out with the parse: "en", "ur", "roman_ur", or None where a message does not tell.
LANGUAGE = "language"


def normalised(message: Message) -> Normalised:
    """The message's normalised text, computed once."""
    known = message.get(NORMALISED)
    if known is None:
        known = normalise(message.get(TEXT) or "")
        message.set(NORMALISED, known)
    result: Normalised = known
    return result


def words(message: Message) -> List[Token]:
    """The message's tokens, computed once."""
    known = message.get(WORDS)
    if known is None:
        known = tokenise(normalised(message).text)
        message.set(WORDS, known)
    result: List[Token] = known
    return result


def found(message: Message) -> List[Found]:
    """The entities that the extractors before this component found."""
    entities: List[Found] = message.get(FOUND) or []
    return entities


def capitals(message: Message) -> FrozenSet[int]:
    """The starts of words written with a capital, in a message that is not all in capitals.

    The first word has a capital as any sentence has; it does not count.
    """
    typed, places = message.get(TEXT) or "", normalised(message).origin
    starts = [token.start for token in words(message) if token.is_word]
    large = [start for start in starts if typed[places[start]].isupper()]
    return frozenset(large if len(large) < len(starts) else ()) - frozenset(starts[:1])


def all_capitals(message: Message) -> FrozenSet[int]:
    """The starts of words written in capitals only, as short names are: "IT"."""
    typed = message.get(TEXT) or ""
    spans = {t.start: normalised(message).span(t.start, t.end) for t in words(message) if t.is_word}
    return frozenset(start for start, (first, end) in spans.items() if typed[first:end].isupper())
