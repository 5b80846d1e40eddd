"""The linguist's files, read once and compared in normalised form."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Dict, List

import yaml

from rahbar_engine.paths import language_data
from rahbar_engine.text.normalise import normalise


@lru_cache(maxsize=None)
def read_words(name: str) -> Dict[str, Any]:
    """The YAML file `data/language/<name>.yml` with every word normalised."""
    path = language_data() / f"{name}.yml"
    normalised: Dict[str, Any] = _normalised(yaml.safe_load(path.read_text(encoding="utf-8")))
    return normalised


def _normalised(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _normalised(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_normalised(inner) for inner in value]
    return normalise(value).text if isinstance(value, str) else value


def by_word(table: Dict[Any, List[str]]) -> Dict[str, Any]:
    """Word → the key under which it stands; the first key wins."""
    words: Dict[str, Any] = {}
    for key, spellings in table.items():
        for spelling in spellings:
            words.setdefault(spelling, key)
    return words
