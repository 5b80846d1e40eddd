"""The stock model, trained once on our data and kept under var/bench/."""

import hashlib
import sys
from pathlib import Path
from typing import Any, Final

import yaml

from bench.processes import Command, ProcessEndedError, Running

_LONGEST: Final = 4 * 3600.0
_TRAINED_ON: Final = ("data/nlu", "data/rules", "data/stories")


async def stock_model(root: Path, kept: Path, epochs: int) -> Path:
    """The model of exactly these files and epochs; trains it where there is none. Takes long.

    Raises:
        ProcessEndedError: `rasa train` failed; its log says why.
    """
    config = kept / "stock-config.yml"
    kept.mkdir(parents=True, exist_ok=True)
    config.write_text(yaml.safe_dump(_with_epochs(root, epochs), sort_keys=False))
    model = kept / "models" / f"stock-{_digest(root, config)}.tar.gz"
    if model.exists():
        return model
    command = _command(root, kept, config, model)
    print(f"Training stock Rasa, {epochs} epochs; its log: {command.log}", file=sys.stderr)
    async with Running(command) as training:
        code = await training.wait(_LONGEST)
    if code != 0 or not model.exists():
        raise ProcessEndedError(f"the training ended with code {code}; its log: {command.log}")
    return model


def _with_epochs(root: Path, epochs: int) -> dict[str, Any]:
    config: dict[str, Any] = yaml.safe_load((root / "bench" / "stock" / "config.yml").read_text())
    for component in [*config["pipeline"], *config["policies"]]:
        if "epochs" in component:
            component["epochs"] = epochs
    return config


def _digest(root: Path, config: Path) -> str:
    files = [config, root / "domain.yml"]
    for folder in _TRAINED_ON:
        files += sorted((root / folder).glob("**/*.yml"))
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def _command(root: Path, kept: Path, config: Path, model: Path) -> Command:
    arguments = [
        str(root / "engine" / ".venv" / "bin" / "rasa"),
        "train",
        "--config",
        str(config),
        "--domain",
        str(root / "domain.yml"),
        "--data",
        *(str(root / folder) for folder in _TRAINED_ON),
        "--out",
        str(model.parent),
        "--fixed-model-name",
        model.name.removesuffix(".tar.gz"),
    ]
    # Rasa keeps its cache in the folder it runs in.
    quiet = {"RASA_TELEMETRY_ENABLED": "false", "SQLALCHEMY_SILENCE_UBER_WARNING": "1"}
    return Command("rasa train", arguments, quiet, kept, kept / "train.log")
