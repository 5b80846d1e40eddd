"""The distilled token vectors, as the classifier uses them."""

from __future__ import annotations

from functools import lru_cache
from typing import Dict, Iterable, List

import numpy as np
from numpy.typing import NDArray

from rahbar_engine.paths import vectors_file


class StaticVectors:
    """English words and their vectors, [words, dimensions], in half precision."""

    def __init__(self, words: List[str], vectors: NDArray[np.float16]) -> None:
        """Takes the words in the order of the vectors' rows."""
        self._rows: Dict[str, int] = {word: row for row, word in enumerate(words)}
        self._vectors = vectors

    @property
    def words(self) -> Iterable[str]:
        """The words that have a vector."""
        return self._rows.keys()

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return int(self._vectors.shape[1])

    def mean(self, words: Iterable[str]) -> NDArray[np.float32]:
        """The unit mean of the words' vectors; zeros where no word has one."""
        rows = [self._rows[word] for word in words if word in self._rows]
        if not rows:
            return np.zeros(self.dimensions, dtype=np.float32)
        mean: NDArray[np.float32] = self._vectors[rows].astype(np.float32).mean(axis=0)
        length = float(np.linalg.norm(mean))
        return mean / length if length else mean


@lru_cache(maxsize=1)
def read_vectors() -> StaticVectors:
    """The vectors that set-up distilled (`python -m rahbar_engine vectors`)."""
    with np.load(vectors_file()) as stored:
        return StaticVectors([str(word) for word in stored["tokens"]], stored["vectors"])
