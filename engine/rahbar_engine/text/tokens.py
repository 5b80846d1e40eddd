"""Words of a normalised text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import List

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)?|[^\w\s]|_", re.UNICODE)
_ARABIC = re.compile(r"[\u0600-\u06FF]")


@dataclass(frozen=True)
class Token:
    """A word, number or mark with its [start, end) in the normalised text."""

    text: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Whether it has a letter."""
        return self.text[0].isalpha()

    @property
    def is_arabic_script(self) -> bool:
        """Whether it is written in the Arabic script (Urdu)."""
        return bool(_ARABIC.match(self.text))


def tokenise(text: str) -> List[Token]:
    """Splits a normalised text into words, numbers (with their separators) and single marks."""
    return [Token(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text)]
