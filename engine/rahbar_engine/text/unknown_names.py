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
_TOPICS = ("topic", "sector", "segment")


@lru_cache(maxsize=1)
def _names() -> Dict[str, FrozenSet[str]]:
    return {key: frozenset(words) for key, words in read_words("names").items()}


def find_unknown_programmes(
    tokens: Sequence[Token], known: Sequence[Found], capitals: FrozenSet[int] = frozenset()
) -> List[Found]:
    """Names in front of "scheme", "card", "loan" and the like where no programme is named.

    `capitals` are the starts of words that are written with a capital as names are.
    """
    if any(finding.entity == "programme" for finding in known):
        return []
    names = _names()
    heads = names["heads"] | names["weak_heads"]
    found = [
        _name_before(tokens, i, known, capitals)
        for i, token in enumerate(tokens)
        if token.text in heads
    ]
    return [name for name in found if name is not None]


def _name_before(
    tokens: Sequence[Token], head: int, known: Sequence[Found], capitals: FrozenSet[int]
) -> Optional[Found]:
    """The name that ends with a head, if one of its words is no ordinary word."""
    first = head
    for index in range(head - 1, max(head - 1 - _LONGEST_NAME, -1), -1):
        token = tokens[index]
        if not token.is_word or _is_known(token, known, _PLACES):
            break
        if _is_name_like(token.text) or _is_capital_name(token, capitals):
            first = index
        elif token.text not in _names()["ordinary"] and not _is_known(token, known, _TOPICS):
            break
    if first == head:
        return None
    start, end = tokens[first].start, tokens[head].end
    return Found("programme", UNKNOWN_PROGRAMME, start, end, _CONFIDENCE)


def _is_known(token: Token, known: Sequence[Found], kinds: Sequence[str]) -> bool:
    return any(f.start <= token.start < f.end for f in known if f.entity in kinds)


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


def _is_capital_name(token: Token, capitals: FrozenSet[int]) -> bool:
    names = _names()
    return token.start in capitals and not (
        token.text in names["ordinary"] or token.text in names["heads"] | names["weak_heads"]
    )
