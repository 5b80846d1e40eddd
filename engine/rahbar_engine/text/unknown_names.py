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
from rahbar_engine.text.language_files import by_word, read_words
from rahbar_engine.text.tokens import Token
from rahbar_engine.text.vocabulary import english_words, known_words

UNKNOWN_PROGRAMME = "unknown"
_LONGEST_NAME = 4
_WORDS_OF_A_NAME = 2
_WORDS_WITH_A_COLOUR = 3
_SHORTEST_VERB = 5
_CONFIDENCE = 0.5
_PLACES = ("city", "province")
_TOPICS = ("topic", "sector", "segment")


@lru_cache(maxsize=1)
def _names() -> Dict[str, FrozenSet[str]]:
    return {key: frozenset(words) for key, words in read_words("names").items()}


def _glossed(word: str) -> str:
    return " ".join(read_glossary(language_data() / "glossary.tsv").gloss([word]))


@lru_cache(maxsize=1)
def _number_words() -> FrozenSet[str]:
    numbers = read_words("numbers")
    return frozenset(by_word(numbers["units"])) | frozenset(by_word(numbers["numbers"]))


def find_unknown_programmes(
    tokens: Sequence[Token], known: Sequence[Found], capitals: FrozenSet[int] = frozenset()
) -> List[Found]:
    """Names in front of "scheme", "card", "loan" and the like where no programme is named.

    `capitals` are the starts of words that are written with a capital as names are.
    """
    named = [f for f in known if f.entity == "programme"]
    if any(not _is_end_of_a_longer_name(f, tokens, known, capitals) for f in named):
        return []
    heads = _names()["heads"] | _names()["weak_heads"]
    found = [
        _name_before(tokens, i, known, capitals)
        for i, token in enumerate(tokens)
        if token.text in heads
    ]
    # "mehnat kash loan programme" ends with two heads: the longer name is the whole one.
    return sorted((name for name in found if name), key=lambda name: name.start - name.end)


def _name_before(
    tokens: Sequence[Token], head: int, known: Sequence[Found], capitals: FrozenSet[int]
) -> Optional[Found]:
    """The name that ends with a head, if its words can be one."""
    first, is_sure, earliest, is_coloured = head, False, head, False
    is_clear = tokens[head].text in _names()["heads"]
    for index in range(head - 1, max(head - 1 - _LONGEST_NAME, -1), -1):
        token = tokens[index]
        if _ends_a_name(token, known):
            break
        earliest = index
        is_coloured = is_coloured or token.text in _names()["colouring"]
        if _is_capital_name(token, capitals) or _is_in_no_list(token.text):
            first, is_sure = index, True
        elif not (_is_ordinary(token.text) or _is_known(token, known, _TOPICS)):
            first = index
            # "sitara card": of one word and a clear head, where the word is none of English.
            is_sure = is_sure or (is_clear and token.text not in english_words())
    # "green pakistan sme card": ordinary words that make a name only in a long row.
    is_long = is_clear and is_coloured and head - earliest >= _WORDS_WITH_A_COLOUR
    # "roshan dukan loan": else words of the language make a name only together.
    is_name = first != head and (is_sure or head - earliest >= _WORDS_OF_A_NAME)
    if not (is_name or is_long):
        return None
    return Found(
        "programme", UNKNOWN_PROGRAMME, tokens[earliest].start, tokens[head].end, _CONFIDENCE
    )


def _is_end_of_a_longer_name(
    programme: Found, tokens: Sequence[Token], known: Sequence[Found], capitals: FrozenSet[int]
) -> bool:
    """Whether a match of ordinary words ("karobar card") ends another name: "Benazir Karobar Card"."""
    inside = [token for token in tokens if programme.start <= token.start < programme.end]
    before = [token for token in tokens if token.start < programme.start][-1:]
    if len(inside) != 2 or not all(_is_ordinary(token.text) for token in inside):
        return False
    return any(
        not _ends_a_name(token, known)
        and (_is_capital_name(token, capitals) or _is_in_no_list(token.text))
        for token in before
    )


def _ends_a_name(token: Token, known: Sequence[Found]) -> bool:
    """Whether a name cannot reach back over a token."""
    if not token.is_word or _is_known(token, known, _PLACES):
        return True
    return _joins(token.text) and not _is_known(token, known, _TOPICS)


def _is_known(token: Token, known: Sequence[Found], kinds: Sequence[str]) -> bool:
    return any(f.start <= token.start < f.end for f in known if f.entity in kinds)


def _joins(word: str) -> bool:
    """Whether a word stands between names, never in one: "khushhali bank ka loan"."""
    return (
        word in _names()["joining"]
        or word in STOP_WORDS
        or "'" in word
        or word in _number_words()
        or _glossed(word) in STOP_WORDS
    )


def _is_ordinary(word: str) -> bool:
    """Whether a word tells schemes apart by their kind, not by their name."""
    names = _names()
    listed = names["ordinary"] | names["heads"] | names["weak_heads"]
    return word in listed or _has_the_ending_of_a_verb(word)


def _is_in_no_list(word: str) -> bool:
    """Whether a word is neither ordinary nor of the language at all."""
    return not (_is_ordinary(word) or word in known_words())


def _has_the_ending_of_a_verb(word: str) -> bool:
    return word.isascii() and len(word) > _SHORTEST_VERB and word.endswith(("ed", "ing"))


def _is_capital_name(token: Token, capitals: FrozenSet[int]) -> bool:
    return token.start in capitals and not _is_ordinary(token.text)
