"""Which of the three languages a message is in, and whether that is clear."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any, Dict, Iterable, List, Optional, Sequence, Tuple

from rahbar_engine.text.tokens import Token

ENGLISH, URDU, ROMAN_URDU = "en", "ur", "roman_ur"
# A decision needs this much evidence (natural logarithm of the odds).
_CLEAR = 1.2
_STRONGEST_WORD = 4.0
_SMOOTHING = 0.5


class LanguageDetector:
    """Urdu by its script; English and Roman Urdu by the odds of their words.

    The odds are counted from the training messages of the two languages; a word that was not seen
    is judged by its letter groups.
    """

    def __init__(self, words: Dict[str, float], groups: Dict[str, float]) -> None:
        """Takes the log odds (positive: Roman Urdu) of words and of groups of three letters."""
        self._words = words
        self._groups = groups

    @classmethod
    def train(
        cls, roman: Iterable[Sequence[str]], english: Iterable[Sequence[str]]
    ) -> "LanguageDetector":
        """Counts the words of messages of either language."""
        roman_words = Counter(word for message in roman for word in set(message))
        english_words = Counter(word for message in english for word in set(message))
        return cls(
            _log_odds(roman_words, english_words),
            _log_odds(_group_counts(roman_words), _group_counts(english_words)),
        )

    def detect(
        self, tokens: Sequence[Token], names: Sequence[Tuple[int, int]] = ()
    ) -> Optional[str]:
        """The language, or None where it is not clear (a name, a number, "ok").

        `names` are the [start, end) of entities, which say nothing of the language in Latin letters.
        """
        words = [token for token in tokens if token.is_word]
        arabic = sum(len(token.text) for token in words if token.is_arabic_script)
        latin = [token for token in words if not token.is_arabic_script]
        if arabic and arabic * 2 >= sum(len(token.text) for token in latin):
            return URDU
        odds = sum(
            self._odds(token.text)
            for token in latin
            if not any(start <= token.start < end for start, end in names)
        )
        if abs(odds) < _CLEAR:
            return None
        return ROMAN_URDU if odds > 0 else ENGLISH

    def _odds(self, word: str) -> float:
        known = self._words.get(word)
        if known is not None:
            return max(-_STRONGEST_WORD, min(_STRONGEST_WORD, known))
        groups = [self._groups.get(group, 0.0) for group in _groups_of(word)]
        return sum(groups) / len(groups) if groups else 0.0

    def as_dict(self) -> Dict[str, Any]:
        """For storing with the model."""
        return {"words": self._words, "groups": self._groups}


def _groups_of(word: str) -> List[str]:
    padded = f"<{word}>"
    return [padded[i : i + 3] for i in range(len(padded) - 2)]


def _group_counts(words: Dict[str, int]) -> Dict[str, int]:
    groups: Counter[str] = Counter()
    for word, count in words.items():
        for group in _groups_of(word):
            groups[group] += count
    return groups


def _log_odds(first: Dict[str, int], second: Dict[str, int]) -> Dict[str, float]:
    first_total = sum(first.values()) or 1
    second_total = sum(second.values()) or 1
    return {
        word: math.log((first.get(word, 0) + _SMOOTHING) / first_total)
        - math.log((second.get(word, 0) + _SMOOTHING) / second_total)
        for word in set(first) | set(second)
    }
