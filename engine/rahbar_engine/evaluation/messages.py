"""The separate test set: messages with the intent, the language and the entities they should have."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, FrozenSet, List

import yaml

# Entities whose values the test set writes out. Topics are too many to be written out for each message.
ANNOTATED = (
    "programme", "city", "province", "segment", "sector",
    "amount", "phone", "email", "cnic", "reference", "language",
)  # fmt: skip


@dataclass(frozen=True)
class Expected:
    """One message of the test set."""

    text: str
    intent: str
    language: str
    entities: Dict[str, FrozenSet[str]]


def read_messages(folder: Path) -> List[Expected]:
    """All messages of the folder's YAML files."""
    return [
        _expected(message, block)
        for path in sorted(folder.glob("*.yml"))
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))
        for message in block["messages"]
    ]


def _expected(message: Any, block: Dict[str, Any]) -> Expected:
    written = message if isinstance(message, dict) else {"text": message}
    entities = {
        kind: frozenset(map(str, values if isinstance(values, list) else [values]))
        for kind, values in (written.get("entities") or {}).items()
    }
    return Expected(str(written["text"]), block["intent"], block["language"], entities)
