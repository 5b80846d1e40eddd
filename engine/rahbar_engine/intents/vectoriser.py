"""Views of messages to one sparse row of features each, without pickles."""

from __future__ import annotations

import json
import math
from collections import Counter
from pathlib import Path
from typing import Any, Callable, Dict, List, Sequence, Tuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from rahbar_engine.intents.features import Views
from rahbar_engine.vectors.static import StaticVectors

_DTYPE = np.float32
_Channel = Tuple[str, Callable[[Views], str], float, Dict[str, Any]]
_WORDS = {"analyzer": "word", "token_pattern": r"[^\s]+"}

# name, the text it reads, its weight, the settings of its TfidfVectorizer
_CHANNELS: Tuple[_Channel, ...] = (
    ("masked_words", lambda v: v.masked, 1.0, {**_WORDS, "ngram_range": (1, 3), "min_df": 2}),
    ("glossed_words", lambda v: v.glossed, 0.7, {**_WORDS, "ngram_range": (1, 2), "min_df": 2}),
    (
        "glossed_letters",
        lambda v: v.glossed,
        0.7,
        {"analyzer": "char_wb", "ngram_range": (3, 5), "min_df": 3},
    ),
    (
        "written_letters",
        lambda v: v.written,
        0.7,
        {"analyzer": "char_wb", "ngram_range": (2, 5), "min_df": 3},
    ),
)


def _tfidf(settings: Dict[str, Any], **more: Any) -> TfidfVectorizer:
    return TfidfVectorizer(lowercase=False, sublinear_tf=True, dtype=_DTYPE, **settings, **more)


class Vectoriser:
    """TF-IDF over words and letters of the views, and the mean of the glosses' token vectors."""

    def __init__(self, vectors: StaticVectors, vector_weight: float) -> None:
        """Takes the token vectors and how much they count beside the n-grams."""
        self._vectors = vectors
        self._vector_weight = vector_weight
        self._channels: List[TfidfVectorizer] = []
        self._analysers: List[Callable[[str], List[str]]] = []
        self._offsets: List[int] = []
        self._weights: List[NDArray[np.float32]] = []

    def fit(self, examples: Sequence[Views]) -> csr_matrix:
        """Learns the n-grams and returns the examples' rows."""
        self._channels = [_tfidf(settings) for _, _, _, settings in _CHANNELS]
        for vectoriser, (_, read, _, _) in zip(self._channels, _CHANNELS):
            vectoriser.fit([read(view) for view in examples])
        self._prepare_single_rows()
        return self.transform(examples)

    def transform(self, messages: Sequence[Views]) -> csr_matrix:
        """One row a message."""
        parts = [
            vectoriser.transform([read(view) for view in messages]) * weight
            for vectoriser, (_, read, weight, _) in zip(self._channels, _CHANNELS)
        ]
        means = np.stack([self._vectors.mean(view.gloss_words) for view in messages])
        return hstack([*parts, csr_matrix(means * self._vector_weight)], format="csr", dtype=_DTYPE)

    def row(self, message: Views) -> Tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The columns and values of one message's row: `transform` without matrices, ten times as fast."""
        columns: List[int] = []
        values: List[float] = []
        parts = zip(self._channels, self._analysers, self._weights, self._offsets, _CHANNELS)
        for vectoriser, analyse, idf, offset, (_, read, weight, _) in parts:
            vocabulary = vectoriser.vocabulary_
            counts = Counter(vocabulary[g] for g in analyse(read(message)) if g in vocabulary)
            scores = [(1.0 + math.log(count)) * idf[c] for c, count in counts.items()]
            length = math.sqrt(sum(score * score for score in scores)) or 1.0
            columns += [offset + column for column in counts]
            values += [float(score) * weight / length for score in scores]
        mean = self._vectors.mean(message.gloss_words) * self._vector_weight
        dense = np.arange(self._offsets[-1], self._offsets[-1] + len(mean))
        return (
            np.concatenate([np.array(columns, dtype=np.int64), dense]),
            np.concatenate([np.array(values, dtype=_DTYPE), mean]),
        )

    def _prepare_single_rows(self) -> None:
        """Looks up once what `row` needs of each channel."""
        self._weights = [vectoriser.idf_.astype(_DTYPE) for vectoriser in self._channels]
        self._analysers = [vectoriser.build_analyzer() for vectoriser in self._channels]
        sizes = [len(vectoriser.vocabulary_) for vectoriser in self._channels]
        self._offsets = [sum(sizes[:index]) for index in range(len(sizes) + 1)]

    def save(self, folder: Path) -> None:
        """Writes vocabularies as JSON and weights as an .npz without objects."""
        vocabularies = {
            name: _in_order(vectoriser)
            for vectoriser, (name, _, _, _) in zip(self._channels, _CHANNELS)
        }
        (folder / "vocabulary.json").write_text(
            json.dumps(vocabularies, ensure_ascii=False), encoding="utf-8"
        )
        weights = {name: v.idf_ for v, (name, _, _, _) in zip(self._channels, _CHANNELS)}
        np.savez(folder / "idf.npz", **weights)

    def restore(self, folder: Path) -> None:
        """Reads what `save` wrote."""
        vocabularies = json.loads((folder / "vocabulary.json").read_text(encoding="utf-8"))
        with np.load(folder / "idf.npz") as weights:
            self._channels = []
            for name, _, _, settings in _CHANNELS:
                vectoriser = _tfidf(settings, vocabulary=vocabularies[name])
                vectoriser.idf_ = weights[name].astype(_DTYPE)
                self._channels.append(vectoriser)
        self._prepare_single_rows()


def _in_order(vectoriser: TfidfVectorizer) -> List[str]:
    return sorted(vectoriser.vocabulary_, key=vectoriser.vocabulary_.__getitem__)
