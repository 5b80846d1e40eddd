"""Trains the model from the project's files."""

from __future__ import annotations

import os
import warnings
from pathlib import Path

from rahbar_engine.paths import project_root


def train(target: Path) -> int:
    """Trains and writes the model archive; returns Rasa's exit code (0: done)."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    warnings.filterwarnings("ignore")
    from rahbar_engine.process import quiet

    quiet.configure()
    from rasa.model_training import train as train_rasa

    root = project_root()
    result = train_rasa(
        domain=str(root / "domain.yml"),
        config=str(root / "config.yml"),
        training_files=[str(root / "data" / part) for part in ("nlu", "rules", "stories")],
        output=str(target.parent),
        fixed_model_name=target.name,
        force_training=True,
    )
    return int(result.code)
