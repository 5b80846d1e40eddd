"""Small numbers in a message: the entry of a list that is meant, and an age in years."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Dict, FrozenSet, List, Optional, Sequence

from rahbar_engine.text.language_files import by_word, read_words
from rahbar_engine.text.tokens import Token

YOUNGEST, OLDEST = 16, 99
_LARGEST_PLACE = 9
_SHORT = 4


def find_place(words: Sequence[str], joining: FrozenSet[str]) -> Optional[int]:
    """The entry of a list that is named: "2", "option 3", "the first one"; -1 is the last.

    A bare place counts only alone among joining words, or at the end of a short message ("apply for
    second"): "pehle" is also "before".
    """
    for index, word in enumerate(words):
        place = _place(word)
        if place is None:
            continue
        others = [w for i, w in enumerate(words) if i != index and w[0].isalnum()]
        is_last = index == len(words) - 1 and len(words) <= _SHORT and not word.isdigit()
        if is_last or _is_counted(words, index) or all(w in joining for w in others):
            return place
    return None


def is_bare_place(words: Sequence[str], joining: FrozenSet[str]) -> bool:
    """Whether nothing but a place in a list is said: "the second one"."""
    said = [word for word in words if word[0].isalnum()]
    places = [word for word in said if _place(word) is not None]
    return bool(places) and all(word in joining for word in said if word not in places)


def find_age(tokens: Sequence[Token]) -> Optional[int]:
    """An age in years: "age 48", "48 saal ka hun", "i am 35", "عمر ۵۰ سال"."""
    words = [token.text for token in tokens]
    for index in range(len(words)):
        age = _years(words, index)
        if age is not None and _is_an_age(words, index):
            return age
    return None


@lru_cache(maxsize=1)
def _table() -> Dict[str, FrozenSet[str]]:
    return {
        key: frozenset(value) for key, value in read_words("numbered").items() if key != "places"
    }


@lru_cache(maxsize=1)
def _places() -> Dict[str, Any]:
    return by_word(read_words("numbered")["places"])


@lru_cache(maxsize=1)
def _numbers() -> Dict[str, Any]:
    return by_word(read_words("numbers")["numbers"])


def _place(word: str) -> Optional[int]:
    if word.isdigit() and 1 <= int(word) <= _LARGEST_PLACE and len(word) == 1:
        return int(word)
    place = _places().get(word)
    return int(place) if place is not None else None


def _is_counted(words: Sequence[str], index: int) -> bool:
    """Whether the words beside a place make it one of a list."""
    table = _table()
    # "no. 2": the dot belongs to the counter.
    earlier = [word for word in words[:index] if word != "."]
    before, after = "".join(earlier[-1:]), "".join(words[index + 1 : index + 2])
    if words[index].isdigit():
        return before in table["counters"] or after in table["counters"]
    return after in table["things"]


def _years(words: Sequence[str], index: int) -> Optional[int]:
    word = words[index]
    number = int(word) if word.isdigit() and len(word) == 2 else _numbers().get(word)
    if number is None or number != int(number) or not YOUNGEST <= number <= OLDEST:
        return None
    return int(number)


def _is_an_age(words: Sequence[str], index: int) -> bool:
    table = _table()
    after: List[str] = [word for word in words[index + 1 : index + 4] if word not in ("-", "'")]
    has_years = bool(after) and after[0] in table["years"]
    if has_years:
        after = after[1:]
    before = list(words[max(index - 4, 0) : index])
    while before and before[-1] in table["age_joins"]:
        before.pop()
    if before and before[-1] in table["age"]:
        return True
    if has_years and after and after[0] in table["old"]:
        return True
    said_of_oneself = " ".join(words[max(index - 2, 0) : index])
    names_self = any(f" {said_of_oneself}".endswith(f" {start}") for start in table["i_am"])
    return names_self and (has_years or not after or not after[0].isalpha())
