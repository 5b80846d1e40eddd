"""Text as it is compared: one form for each letter, digit and lengthened word."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Dict, List, Tuple

import yaml

from rahbar_engine.paths import language_data

_LENGTHENED = re.compile(r"([^\W\d_])\1{2,}")


@dataclass(frozen=True)
class Normalised:
    """A normalised text and, for each of its characters, the index of the original character."""

    text: str
    origin: Tuple[int, ...]

    def span(self, start: int, end: int) -> Tuple[int, int]:
        """The original text's [start, end) of the normalised text's [start, end)."""
        if start >= end:
            return (0, 0)
        return self.origin[start], self.origin[end - 1] + 1


@lru_cache(maxsize=1)
def _letter_map(folder: Path) -> Dict[int, str]:
    """Code point → what stands for it ('' where it is dropped), from `letters.yml`."""
    table = yaml.safe_load((folder / "letters.yml").read_text(encoding="utf-8"))
    mapping: Dict[int, str] = {}
    for part in ("letters", "digits", "punctuation"):
        mapping.update({ord(letter): form for letter, form in table[part].items()})
    for entry in table["removed"]:
        first, _, last = entry.partition("-")
        mapping.update(dict.fromkeys(range(int(first, 16), int(last or first, 16) + 1), ""))
    return mapping


def _fold(character: str, mapping: Dict[int, str]) -> str:
    """One character in its compared form; controls become spaces."""
    forms: List[str] = []
    for part in unicodedata.normalize("NFKC", character):
        form = mapping.get(ord(part))
        if form is None:
            form = " " if unicodedata.category(part) in ("Cc", "Zs", "Zl", "Zp") else part.lower()
        forms.append(form)
    return "".join(forms)


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    return _fold(character, _letter_map(language_data()))


def normalise(text: str) -> Normalised:
    """Folds letters, digits, case and lengthened letters ("looooan" → "loan"), keeping offsets."""
    characters: List[str] = []
    origin: List[int] = []
    for index, character in enumerate(text):
        for form in _folded(character):
            if form == "\u06be" and (not characters or characters[-1] == " "):
                form = "\u06c1"  # ھے for ہے: only inside a word it marks an aspirated letter
            if form == " " and (not characters or characters[-1] == " "):
                continue
            characters.append(form)
            origin.append(index)
    return _without_lengthening("".join(characters), origin)


def _without_lengthening(text: str, origin: List[int]) -> Normalised:
    kept = list(range(len(text)))
    for match in reversed(list(_LENGTHENED.finditer(text))):
        del kept[match.start() + 1 : match.end()]
    return Normalised("".join(text[i] for i in kept), tuple(origin[i] for i in kept))
