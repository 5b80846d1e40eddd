"""What the classifier sees of a message: its words, their English glosses, and kinds of entities."""

from __future__ import annotations

from dataclasses import dataclass
from typing import FrozenSet, List, Sequence

from rahbar_engine.text.found import Found
from rahbar_engine.text.glossary import Glossary
from rahbar_engine.text.tokens import Token

# Kinds of entities whose words say nothing of the purpose: only the kind is seen.
_MASKED = ("programme", "city", "province", "amount", "date", "phone", "email", "cnic", "reference")
_NUMBER = "0number"


@dataclass(frozen=True)
class Views:
    """Three views of one message, each a text of words separated by spaces."""

    written: str
    glossed: str
    masked: str

    @property
    def gloss_words(self) -> List[str]:
        """The glossed words."""
        return self.glossed.split()


def views(
    tokens: Sequence[Token],
    found: Sequence[Found],
    glossary: Glossary,
    english: FrozenSet[str],
) -> Views:
    """The message as written, in English glosses, and glossed with entities as their kinds."""
    words = [_word(token) for token in tokens if _counts(token)]
    return Views(
        " ".join(words),
        " ".join(glossary.gloss(words, english)),
        " ".join(_masked(tokens, found, glossary, english)),
    )


def _counts(token: Token) -> bool:
    return (
        token.is_word or token.text[0].isdigit() or token.text == "?" or ord(token.text[0]) > 0x2000
    )


def _word(token: Token) -> str:
    return _NUMBER if token.text[0].isdigit() else token.text


def _masked(
    tokens: Sequence[Token], found: Sequence[Found], glossary: Glossary, english: FrozenSet[str]
) -> List[str]:
    result: List[str] = []
    pending: List[str] = []
    entities = {f.start: f for f in found if f.entity in _MASKED}
    end = -1
    for token in tokens:
        entity = entities.get(token.start)
        if entity is not None:
            result += [*glossary.gloss(pending, english), f"0{entity.entity}"]
            pending, end = [], entity.end
        elif token.start >= end and _counts(token):
            pending.append(_word(token))
    kinds = [f"0{f.entity}" for f in found if f.entity not in _MASKED]
    return [*result, *glossary.gloss(pending, english), *kinds]
