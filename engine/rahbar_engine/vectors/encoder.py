"""The MiniLM sentence encoder in NumPy (BERT, 6 layers, 384 dimensions, mean pooling)."""

from __future__ import annotations

from typing import Dict

import numpy as np
from numpy.typing import NDArray
from scipy.special import erf

_LAYERS, _HEADS, _EPSILON = 6, 12, 1e-12

Floats = NDArray[np.float32]


class MiniLmEncoder:
    """Computes sentence vectors from word-piece ids, without PyTorch."""

    def __init__(self, weights: Dict[str, Floats]) -> None:
        """Takes the published weights by their names."""
        self._weights = weights

    def encode(self, ids: NDArray[np.int64]) -> Floats:
        """The unit vectors, [batch, 384], of rows of ids of one length, [CLS] and [SEP] included."""
        w = self._weights
        states = w["embeddings.word_embeddings.weight"][ids]
        states = states + w["embeddings.position_embeddings.weight"][: ids.shape[1]]
        states = states + w["embeddings.token_type_embeddings.weight"][0]
        states = self._layer_norm(states, "embeddings.LayerNorm")
        for layer in range(_LAYERS):
            states = self._layer(states, f"encoder.layer.{layer}")
        pooled = states.mean(axis=1)
        unit: Floats = pooled / np.linalg.norm(pooled, axis=1, keepdims=True)
        return unit

    def _layer(self, states: Floats, name: str) -> Floats:
        attended = self._linear(self._attention(states, name), f"{name}.attention.output.dense")
        states = self._layer_norm(states + attended, f"{name}.attention.output.LayerNorm")
        inner = self._linear(states, f"{name}.intermediate.dense")
        inner = inner * 0.5 * (1.0 + erf(inner / np.sqrt(np.float32(2.0))))
        outer = self._linear(inner, f"{name}.output.dense")
        return self._layer_norm(states + outer, f"{name}.output.LayerNorm")

    def _attention(self, states: Floats, name: str) -> Floats:
        batch, length, width = states.shape
        query, key, value = (
            self._linear(states, f"{name}.attention.self.{part}")
            .reshape(batch, length, _HEADS, width // _HEADS)
            .transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 1, 3, 2) / np.sqrt(np.float32(width // _HEADS))
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        scores /= scores.sum(axis=-1, keepdims=True)
        mixed: Floats = (scores @ value).transpose(0, 2, 1, 3).reshape(batch, length, width)
        return mixed

    def _linear(self, states: Floats, name: str) -> Floats:
        # One product of two matrices: NumPy would multiply a batch row by row, eight times slower.
        flat = states.reshape(-1, states.shape[-1]) @ self._weights[f"{name}.weight"].T
        product: Floats = (flat + self._weights[f"{name}.bias"]).reshape(*states.shape[:-1], -1)
        return product

    def _layer_norm(self, states: Floats, name: str) -> Floats:
        mean = states.mean(axis=-1, keepdims=True)
        variance = ((states - mean) ** 2).mean(axis=-1, keepdims=True)
        normed: Floats = (states - mean) / np.sqrt(variance + _EPSILON)
        scaled: Floats = normed * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"]
        return scaled
