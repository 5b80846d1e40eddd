"""Words that look like a programme's name and are none of the database's.

They come out as `programme` with the value "unknown", so that the assistant can say that it does not
know the name instead of answering with another programme's figures.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Dict, FrozenSet, List, Sequence

from rahbar_engine.text.found import Found
from rahbar_engine.text.language_files import read_words
from rahbar_engine.text.tokens import Token

UNKNOWN_PROGRAMME = "unknown"
_LONGEST_NAME = 4
_CONFIDENCE = 0.5


@lru_cache(maxsize=1)
def _names() -> Dict[str, FrozenSet[str]]:
    return {key: frozenset(words) for key, words in read_words("names").items()}


def find_unknown_programmes(tokens: Sequence[Token], known: Sequence[Found]) -> List[Found]:
    """Names in front of "scheme", "programme", "card" and the like, in none of the known spans."""
    if any(finding.entity == "programme" for finding in known):
        return []
    heads = _names()["heads"]
    return [
        finding
        for index, token in enumerate(tokens)
        if token.text in heads
        for finding in _name_before(tokens, index, known)
    ]


def _name_before(tokens: Sequence[Token], head: int, known: Sequence[Found]) -> List[Found]:
    """The modifiers of a head, if at least one of them is no ordinary word."""
    from rahbar_engine.text.glossary import read_glossary  # the file is large: read at first use
    from rahbar_engine.paths import language_data

    ordinary, weak = _names()["ordinary"], _names()["weak_heads"]
    glossary = read_glossary(language_data() / "glossary.tsv").words
    first, has_name = head, False
    for index in range(head - 1, max(head - 1 - _LONGEST_NAME, -1), -1):
        token = tokens[index]
        if not token.is_word or any(f.start <= token.start < f.end for f in known):
            break
        if token.text in ordinary or token.text in weak:
            if token.text in ordinary and token.text in glossary and index < head - 2:
                break
            continue
        if token.text in glossary:
            break
        has_name, first = True, index
    if not has_name:
        return []
    start, end = tokens[first].start, tokens[head].end
    return [Found("programme", UNKNOWN_PROGRAMME, start, end, _CONFIDENCE)]
