"""Text to the word pieces of the MiniLM encoder (BERT's uncased vocabulary)."""

from __future__ import annotations

import re
from collections.abc import Sequence

_CLS, _SEP, _UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
_WORD = re.compile(r"\w+|[^\w\s]")
_LONGEST = 62


class WordPieces:
    """Cuts each word into the longest pieces that the vocabulary has."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        """Takes the pieces in the order of their ids."""
        self._ids: dict[str, int] = {piece: number for number, piece in enumerate(vocabulary)}

    def ids(self, text: str) -> list[int]:
        """The ids of the text's pieces between [CLS] and [SEP]."""
        pieces = [piece for word in _WORD.findall(text.lower()) for piece in self._cut(word)]
        return [self._ids[piece] for piece in (_CLS, *pieces[:_LONGEST], _SEP)]

    def _cut(self, word: str) -> list[str]:
        pieces: list[str] = []
        start = 0
        while start < len(word):
            end = len(word)
            prefix = "##" if start else ""
            while end > start and prefix + word[start:end] not in self._ids:
                end -= 1
            if end == start:
                return [_UNKNOWN]
            pieces.append(prefix + word[start:end])
            start = end
        return pieces
