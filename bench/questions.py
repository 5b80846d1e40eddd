"""What the users of the benchmark ask: questions of the training data, in three languages."""

import random
from pathlib import Path
from typing import Final

import yaml

_ASKING: Final = ("ask_programme_", "ask_training_", "ask_tax", "ask_office", "list_", "ask_sell")
_PER_INTENT: Final = 3


def questions(nlu: Path) -> list[str]:
    """Some examples of each intent and language that asks something, in a fixed mixed order.

    They are training examples, so that both engines understand them and answer with one action.
    """
    chosen: list[str] = []
    dice = random.Random(20)
    for file in sorted(nlu.glob("*.yml")):
        for part in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            if str(part.get("intent", "")).startswith(_ASKING):
                examples = [line[2:].strip() for line in part["examples"].splitlines() if line]
                chosen += dice.sample(examples, min(_PER_INTENT, len(examples)))
    dice.shuffle(chosen)
    return chosen
