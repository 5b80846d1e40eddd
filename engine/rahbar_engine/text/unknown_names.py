"""Words that look like a programme's name and are none of the database's.

They come out as `programme` with the value "unknown", so that the assistant can say that it does not
know the name instead of answering with another programme's figures.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Dict, FrozenSet, List, Optional, Sequence

from spacy.lang.en.stop_words import STOP_WORDS

from rahbar_engine.paths import language_data
from rahbar_engine.text.found import Found
from rahbar_engine.text.glossary import read_glossary
from rahbar_engine.text.language_files import read_words
from rahbar_engine.text.tokens import Token

UNKNOWN_PROGRAMME = "unknown"
_LONGEST_NAME = 4
_CONFIDENCE = 0.5
_PLACES = ("city", "province")


@lru_cache(maxsize=1)
def _names() -> Dict[str, FrozenSet[str]]:
    return {key: frozenset(words) for key, words in read_words("names").items()}


def find_unknown_programmes(tokens: Sequence[Token], known: Sequence[Found]) -> List[Found]:
    """Names in front of "scheme", "card", "loan" and the like that are in none of the known spans.

    A known name right behind an unknown word is not the known one: "Benazir Karobar Card" is not the
    Karobar Card.
    """
    names = _names()
    heads = names["heads"] | names["weak_heads"]
    found = [_name_before(tokens, i, known) for i, token in enumerate(tokens) if token.text in heads]
    return [name for name in found if name is not None]


def _name_before(tokens: Sequence[Token], head: int, known: Sequence[Found]) -> Optional[Found]:
    """The name that ends with a head, if one of its words is no ordinary word."""
    first = head
    for index in range(head - 1, max(head - 1 - _LONGEST_NAME, -1), -1):
        token = tokens[index]
        if not token.is_word or _ends_a_name(token, tokens[head], known):
            break
        if _is_name_like(token.text):
            first = index
        elif token.text not in _names()["ordinary"] and not _is_known(token, known):
            break
    if first == head:
        return None
    start, end = tokens[first].start, tokens[head].end
    return Found("programme", UNKNOWN_PROGRAMME, start, end, _CONFIDENCE)


def _is_known(token: Token, known: Sequence[Found]) -> bool:
    return any(finding.start <= token.start < finding.end for finding in known)


def _ends_a_name(token: Token, head: Token, known: Sequence[Found]) -> bool:
    """Whether a word belongs to a place, or to a programme whose name is over before the head."""
    return any(
        finding.entity in _PLACES or (finding.entity == "programme" and finding.end < head.end)
        for finding in known
        if finding.start <= token.start < finding.end
    )


def _is_name_like(word: str) -> bool:
    """Whether a word stands in none of the lists of ordinary words."""
    names = _names()
    glossary = read_glossary(language_data() / "glossary.tsv")
    return not (
        word in names["ordinary"]
        or word in names["heads"]
        or word in names["weak_heads"]
        or word in STOP_WORDS
        or word in glossary.words
    )
