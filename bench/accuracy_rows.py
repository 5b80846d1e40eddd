"""The pipelines that `bench.accuracy` compares, and their configurations."""

import random
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

_OURS: Final = "rahbar_engine.components.intent_classifier.GlossedIntentClassifier"
_WITHOUT: Final = "bench.understanding.without"
_ENCODED: Final = "bench.understanding.encoded.EncodedIntentClassifier"
_DIET: Final = "bench/stock/config.yml"
_LOGISTIC: Final = "bench/stock/logistic.yml"
_SEED: Final = 30


@dataclass(frozen=True)
class Row:
    """One pipeline: a configuration, with another classifier or settings in place of ours."""

    key: str
    title: str
    config: str = "config.yml"
    classifier: str = _OURS
    settings: Mapping[str, float] = field(default_factory=dict)
    per_intent: int | None = None

    @property
    def own(self) -> bool:
        """Whether it runs as our engine runs: without TensorFlow, with our graph runner."""
        return self.config == "config.yml"


ROWS: Final = (
    Row("diet", "stock Rasa: DIET, 100 epochs", _DIET),
    Row("logistic", "Rasa's logistic regression, the same n-grams", _LOGISTIC),
    Row(
        "written",
        "our regression on TF-IDF n-grams as written",
        classifier=f"{_WITHOUT}.WrittenWordsClassifier",
        settings={"vector_weight": 0.0},
    ),
    Row(
        "no-glossary",
        "ours without the glossary",
        classifier=f"{_WITHOUT}.ClassifierWithoutGlossary",
    ),
    Row("no-vectors", "ours without the static vectors", settings={"vector_weight": 0.0}),
    Row("ours", "**ours**"),
    Row(
        "encoder",
        "ours, MiniLM encoder in place of the static vectors",
        classifier=_ENCODED,
        settings={"vector_weight": 0.0, "encoder_weight": 1.0},
    ),
    Row(
        "both",
        "ours, MiniLM encoder and static vectors",
        classifier=_ENCODED,
        settings={"encoder_weight": 1.0},
    ),
    Row("diet-30", "stock Rasa: DIET, 100 epochs", _DIET, per_intent=30),
    Row("logistic-30", "Rasa's logistic regression", _LOGISTIC, per_intent=30),
    Row("no-vectors-30", "ours without the static vectors", settings={"vector_weight": 0.0},
        per_intent=30),
    Row("ours-30", "**ours**", per_intent=30),
    Row("encoder-30", "ours, MiniLM encoder in place of the static vectors", classifier=_ENCODED,
        settings={"vector_weight": 0.0, "encoder_weight": 1.0}, per_intent=30),
)  # fmt: skip


def configuration(files: Path, row: Row) -> dict[str, Any]:
    """The row's configuration, its pipeline only."""
    config: dict[str, Any] = yaml.safe_load((files / row.config).read_text(encoding="utf-8"))
    config.pop("policies", None)
    for component in config["pipeline"]:
        if component["name"] == _OURS:
            component.update({"name": row.classifier, **row.settings})
    return config


def few_examples(nlu: Path, per_intent: int) -> dict[str, Any]:
    """So many examples of each intent, the same number in each language, always the same ones."""
    dice = random.Random(_SEED)
    by_intent: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for path in sorted(nlu.glob("*.yml")):
        for part in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            lines = [line for line in part["examples"].splitlines() if line.startswith("- ")]
            by_intent[part["intent"]].setdefault(part["metadata"]["language"], []).extend(lines)
    parts = [
        {
            "intent": intent,
            "metadata": {"language": language},
            "examples": "\n".join(dice.sample(lines, per_intent // len(languages))) + "\n",
        }
        for intent, languages in sorted(by_intent.items())
        for language, lines in sorted(languages.items())
    ]
    return {"version": "3.1", "nlu": parts}
