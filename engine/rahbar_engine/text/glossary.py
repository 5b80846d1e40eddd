"""Roman-Urdu and Urdu words to English glosses: one space of meaning for three languages."""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Dict, FrozenSet, List, Optional, Sequence, Tuple

from spacy.matcher.levenshtein import levenshtein

from rahbar_engine.text.normalise import normalise
from rahbar_engine.text.spelling import spelling_key
from rahbar_engine.text.tokens import tokenise

_LONGEST_PHRASE = 4
_SHORTEST_KEYED = 4


class Glossary:
    """Looks words and phrases up by their spelling, then by their class of spellings."""

    def __init__(self, rows: Sequence[Tuple[str, Sequence[str]]]) -> None:
        """Takes (gloss, spellings in any script); spellings may be phrases."""
        self._phrases: Dict[Tuple[str, ...], str] = {}
        self._keyed: Dict[str, List[Tuple[str, str]]] = defaultdict(list)
        for gloss, spellings in rows:
            for spelling in spellings:
                words = tuple(token.text for token in tokenise(normalise(spelling).text))
                if words and self._phrases.setdefault(words, gloss) == gloss:
                    self._add_key(words, gloss)

    def _add_key(self, words: Tuple[str, ...], gloss: str) -> None:
        if len(words) == 1 and words[0].isascii() and len(words[0]) >= _SHORTEST_KEYED:
            self._keyed[spelling_key(words[0])].append((words[0], gloss))

    @cached_property
    def words(self) -> FrozenSet[str]:
        """Every word that stands in a spelling."""
        return frozenset(word for phrase in self._phrases for word in phrase)

    def gloss(self, words: Sequence[str], english: FrozenSet[str] = frozenset()) -> List[str]:
        """The words with each known phrase or word replaced by its gloss's words.

        Words of `english` that are in no glossary spelling stay as they are.
        """
        glossed: List[str] = []
        index = 0
        while index < len(words):
            gloss, length = self._longest(words, index)
            if gloss is None and words[index] not in english:
                gloss = self._by_key(words[index])
            glossed.extend(gloss.split() if gloss is not None else [words[index]])
            index += length
        return glossed

    def _longest(self, words: Sequence[str], index: int) -> Tuple[Optional[str], int]:
        for length in range(min(_LONGEST_PHRASE, len(words) - index), 0, -1):
            gloss = self._phrases.get(tuple(words[index : index + length]))
            if gloss is not None:
                return gloss, length
        return None, 1

    def _by_key(self, word: str) -> Optional[str]:
        """The gloss of the nearest spelling of the same class."""
        if len(word) < _SHORTEST_KEYED or not word.isascii():
            return None
        candidates = self._keyed.get(spelling_key(word))
        if not candidates:
            return None
        return min(candidates, key=lambda pair: levenshtein(word, pair[0]))[1]


@lru_cache(maxsize=4)
def read_glossary(path: Path) -> Glossary:
    """The glossary file: tab-separated english, roman (comma-separated), urdu (comma-separated)."""
    rows: List[Tuple[str, Sequence[str]]] = []
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            spellings = f"{row['roman'] or ''},{row['urdu'] or ''}".split(",")
            rows.append((row["english"].strip(), [s.strip() for s in spellings if s.strip()]))
    return Glossary(rows)
