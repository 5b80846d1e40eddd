"""What our components write on a message for those behind them, and for the tracker."""

from __future__ import annotations

from typing import List

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
