"""What the predictions are worth: accuracy, F1, refusals, entities."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, Dict, FrozenSet, List, Sequence

from sklearn.metrics import accuracy_score, f1_score

from rahbar_engine.evaluation.messages import Expected

LANGUAGES = ("en", "roman_ur", "ur")
_REFUSED = ("out_of_scope", "nlu_fallback")
_NAMES = ("programme", "city", "province", "segment", "sector")
_VALUES = ("amount", "phone", "cnic", "email", "reference", "language")


@dataclass(frozen=True)
class Predicted:
    """What the model says of a message."""

    intent: str
    language: str
    entities: Dict[str, FrozenSet[str]]


def measure(expected: Sequence[Expected], predicted: Sequence[Predicted]) -> Dict[str, Any]:
    """All figures, ready for JSON."""
    true = [message.intent for message in expected]
    given = [prediction.intent for prediction in predicted]
    refused = [intent in _REFUSED for intent in given]
    outside = [intent == "out_of_scope" for intent in true]
    return {
        "messages": len(expected),
        "accuracy": accuracy_score(true, given),
        "by_language": {lang: _language(expected, predicted, lang) for lang in LANGUAGES},
        "out_of_scope_recall": _share(refused, outside),
        "in_scope_refused": _share(refused, [not o for o in outside]),
        "entity_f1": {"names": _entity_f1(expected, predicted, _NAMES)}
        | {kind: _entity_f1(expected, predicted, (kind,)) for kind in (*_NAMES, *_VALUES)},
        "confusions": _confusions(true, given),
    }


def _language(
    expected: Sequence[Expected], predicted: Sequence[Predicted], language: str
) -> Dict[str, float]:
    pairs = [(e, p) for e, p in zip(expected, predicted) if e.language == language]
    true = [e.intent for e, _ in pairs]
    given = [p.intent for _, p in pairs]
    told = [p.language in (language, "None") for _, p in pairs]
    return {
        "messages": len(pairs),
        "accuracy": accuracy_score(true, given),
        "macro_f1": f1_score(
            true, given, labels=sorted(set(true)), average="macro", zero_division=0
        ),
        "language_recognised": sum(told) / max(len(told), 1),
    }


def _share(flags: Sequence[bool], among: Sequence[bool]) -> float:
    return sum(f and a for f, a in zip(flags, among)) / max(sum(among), 1)


def _entity_f1(
    expected: Sequence[Expected], predicted: Sequence[Predicted], kinds: Sequence[str]
) -> Dict[str, float]:
    right = missed = wrong = 0
    for message, prediction in zip(expected, predicted):
        for kind in kinds:
            true = message.entities.get(kind, frozenset())
            given = prediction.entities.get(kind, frozenset())
            right += len(true & given)
            missed += len(true - given)
            wrong += len(given - true)
    return {
        "f1": 2 * right / max(2 * right + missed + wrong, 1),
        "right": right,
        "missed": missed,
        "wrong": wrong,
    }


def _confusions(true: Sequence[str], given: Sequence[str]) -> List[List[Any]]:
    counted = Counter((t, g) for t, g in zip(true, given) if t != g)
    return [[t, g, count] for (t, g), count in counted.most_common(25)]
