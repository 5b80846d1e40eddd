"""Our classifier with the whole MiniLM sentence encoder over the English glosses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rahbar_engine.components.intent_classifier import VECTOR_WEIGHT, GlossedIntentClassifier
from rahbar_engine.intents.features import Views
from rahbar_engine.intents.vectoriser import Vectoriser
from rahbar_engine.vectors.distil import model_folder, read_vocabulary, read_weights
from rahbar_engine.vectors.encoder import MiniLmEncoder
from rahbar_engine.vectors.static import StaticVectors, read_vectors
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from scipy.sparse import csr_matrix, hstack

from bench.understanding.word_pieces import WordPieces

ENCODER_WEIGHT = "encoder_weight"
_BATCH = 256
# A number is the word "0number" in the views.
_MARK = "0"


class EncodedVectoriser(Vectoriser):
    """Ours, with the sentence's vector as further columns."""

    def __init__(self, vectors: StaticVectors, vector_weight: float, encoder_weight: float) -> None:
        """Takes the token vectors and how much they and the sentence's vector count."""
        super().__init__(vectors, vector_weight)
        self._pieces = WordPieces(read_vocabulary(model_folder()))
        self._encoder = MiniLmEncoder(read_weights(model_folder()))
        self._encoder_weight = encoder_weight

    def transform(self, messages: Sequence[Views]) -> csr_matrix:
        """One row a message."""
        encoded = csr_matrix(self._encode_all(messages) * self._encoder_weight)
        return hstack([super().transform(messages), encoded], format="csr", dtype=np.float32)

    def row(self, message: Views) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The columns and values of one message's row."""
        columns, values = super().row(message)
        ids = np.array([self._ids(message)])
        encoded = self._encoder.encode(ids)[0] * np.float32(self._encoder_weight)
        first = int(columns[-1]) + 1
        more = np.arange(first, first + len(encoded))
        return np.concatenate([columns, more]), np.concatenate([values, encoded])

    def _ids(self, message: Views) -> list[int]:
        return self._pieces.ids(" ".join(word.lstrip(_MARK) for word in message.gloss_words))

    def _encode_all(self, messages: Sequence[Views]) -> NDArray[np.float32]:
        by_length: dict[int, list[tuple[int, list[int]]]] = defaultdict(list)
        for place, message in enumerate(messages):
            ids = self._ids(message)
            by_length[len(ids)].append((place, ids))
        blocks = [
            same[start : start + _BATCH]
            for same in by_length.values()
            for start in range(0, len(same), _BATCH)
        ]
        encoded = [self._encoder.encode(np.array([ids for _, ids in block])) for block in blocks]
        places = np.argsort([place for block in blocks for place, _ in block])
        rows: NDArray[np.float32] = np.concatenate(encoded)[places]
        return rows


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class EncodedIntentClassifier(GlossedIntentClassifier):
    """Ours with the sentence encoder; `vector_weight` 0 leaves the static vectors out."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Ours, and how much the sentence's vector counts."""
        return {**GlossedIntentClassifier.get_default_config(), ENCODER_WEIGHT: 1.0}

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        """Takes what ours takes."""
        super().__init__(config, model_storage, resource)
        self._vectoriser = EncodedVectoriser(
            read_vectors(), config[VECTOR_WEIGHT], config[ENCODER_WEIGHT]
        )
