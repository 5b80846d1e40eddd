"""Trains one pipeline on the examples, without stories and rules."""

from __future__ import annotations

import json
import time
from pathlib import Path


def train(config: Path, examples: Path, model: Path, result: Path) -> int:
    """Writes the model archive and how long it took, imports apart; returns an exit code.

    The processor's seconds (of all cores) are what a busy machine does not change.
    """
    from rasa.model_training import train_nlu

    begun, begun_on_cores = time.perf_counter(), time.process_time()
    written = train_nlu(str(config), str(examples), str(model.parent), model.name)
    seconds = time.perf_counter() - begun
    on_cores = time.process_time() - begun_on_cores
    if written is None:
        return 1
    result.write_text(json.dumps({"train_s": seconds, "train_cpu_s": on_cores}), encoding="utf-8")
    return 0
