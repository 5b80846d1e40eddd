"""Amounts of money to whole rupees: 20 lakh, dhai lac, ڈیڑھ کروڑ, PKR 500,000, 5m."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Dict, FrozenSet, List, NamedTuple, Optional, Tuple

from rahbar_engine.text.found import Found
from rahbar_engine.text.language_files import by_word, read_words
from rahbar_engine.text.tokens import Token, tokenise

# A bare number this large in a message about business is an amount, if it is not part of a longer
# sign (a phone, a CNIC); smaller ones are ages, years, numbers of workers.
_SMALLEST_BARE_AMOUNT = 10_000
_LARGEST_BARE_AMOUNT = 999_999_999


class _Words(NamedTuple):
    units: Dict[str, int]
    numbers: Dict[str, float]
    plus_half: FrozenSet[str]
    minus_quarter: FrozenSet[str]
    currency: FrozenSet[str]
    other_currency: FrozenSet[str]


@lru_cache(maxsize=1)
def _words() -> _Words:
    table = read_words("numbers")
    return _Words(
        by_word(table["units"]),
        by_word(table["numbers"]),
        frozenset(table["plus_half"]),
        frozenset(table["minus_quarter"]),
        frozenset(table["currency"]),
        frozenset(table["other_currency"]),
    )


def find_amounts(text: str) -> List[Found]:
    """The amounts of a normalised text in whole rupees, in its order."""
    tokens = tokenise(text)
    found: List[Found] = []
    index = 0
    while index < len(tokens):
        amount, length = _amount_at(tokens, index)
        if amount is not None and amount > 0:
            first, last = tokens[index], tokens[index + length - 1]
            found.append(Found("amount", round(amount), first.start, last.end))
        index += max(length, 1)
    return found


def _amount_at(tokens: List[Token], start: int) -> Tuple[Optional[float], int]:
    """The amount that begins at a token and how many tokens it takes; (None, 0) if none does."""
    words = _words()
    index = start
    has_currency = _is_currency(tokens, index, words)
    while _is_currency(tokens, index, words) or (has_currency and _is_mark(tokens, index, ".")):
        index += 1
    total, used, has_unit = _counted(tokens, index, words)
    if used == 0:
        return None, 0
    index += used
    if index < len(tokens) and tokens[index].text in words.other_currency:
        return None, index - start
    if start > 0 and not has_currency and tokens[start - 1].text in words.other_currency:
        return None, index - start
    if _is_currency(tokens, index, words):
        has_currency = True
        index += 1
    if not (has_unit or has_currency or _is_bare_amount(tokens, start, total)):
        return None, index - start
    return total, index - start


def _counted(tokens: List[Token], start: int, words: _Words) -> Tuple[float, int, bool]:
    """Sums "ek crore bees lakh": the value, the tokens used, whether a unit was named."""
    total, index, has_unit, last_unit = 0.0, start, False, float("inf")
    while index < len(tokens):
        number, used = _number_at(tokens, index, words)
        if used == 0:
            break
        after = index + used
        unit = words.units.get(tokens[after].text) if after < len(tokens) else None
        if unit is None or unit >= last_unit:
            if not has_unit and unit is None:
                return number, used, False
            break
        total, last_unit, has_unit, index = total + number * unit, unit, True, after + 1
    return total, index - start, has_unit


def _number_at(tokens: List[Token], index: int, words: _Words) -> Tuple[float, int]:
    """The number that begins at a token: digits, a word, "sarhe teen", "do sau"."""
    word = tokens[index].text
    if word[0].isdigit():
        return _digits(word), 1
    following = tokens[index + 1].text if index + 1 < len(tokens) else ""
    if word in words.plus_half or word in words.minus_quarter:
        base = _digits(following) if following[:1].isdigit() else words.numbers.get(following)
        if base is None:
            return 0.0, 0
        return base + (0.5 if word in words.plus_half else -0.25), 2
    number = words.numbers.get(word)
    if number is None:
        return 0.0, 0
    if following == "and":
        half = [token.text for token in tokens[index + 2 : index + 4]]
        if half[:1] == ["half"] or half == ["a", "half"]:
            return number + 0.5, 2 + (1 if half[0] == "half" else 2)
    if words.numbers.get(following) == 100 and number < 10:
        return number * 100, 2
    return number, 1


def _digits(written: str) -> float:
    """12,50,000 and 1.250.000 are groups; 2.5 and 2,5 are decimals."""
    groups = re.split(r"[.,]", written)
    if len(groups) == 2 and (len(groups[1]) != 3 or "." in written):
        return float(f"{groups[0]}.{groups[1]}")
    return float("".join(groups))


def _is_currency(tokens: List[Token], index: int, words: _Words) -> bool:
    return index < len(tokens) and tokens[index].text in words.currency


def _is_mark(tokens: List[Token], index: int, mark: str) -> bool:
    return index < len(tokens) and tokens[index].text == mark


def _is_bare_amount(tokens: List[Token], index: int, value: float) -> bool:
    """Whether a number without unit or currency is one by its size and surroundings."""
    token = tokens[index]
    if not token.text[0].isdigit() or not _SMALLEST_BARE_AMOUNT <= value <= _LARGEST_BARE_AMOUNT:
        return False
    if token.text.startswith("0"):
        return False
    neighbours = tokens[max(index - 1, 0) : index] + tokens[index + 1 : index + 2]
    return not any(
        other.text in "-/+@#" and (other.end == token.start or token.end == other.start)
        for other in neighbours
    )
