"""`rahbar prepare`, `train` and `evaluate`."""

import asyncio
import os
import subprocess
from datetime import date
from pathlib import Path
from typing import IO

import typer
from rich.console import Console

from bot.cli import database
from bot.cli.fingerprint import Stamp, digest
from bot.settings import Settings
from bot.supervisor.running import engine_python

console = Console(highlight=False)


def prepare() -> None:
    """Bring database, names and model up to date; does nothing where nothing changed."""
    settings = Settings()
    _prepare_database(settings)
    _prepare_model(settings)


def train() -> None:
    """Train the model from data/nlu, data/rules, data/stories, domain.yml and config.yml."""
    settings = Settings()
    if not settings.gazetteer.exists():
        _prepare_database(settings)
    raise typer.Exit(_train(settings))


def evaluate() -> None:
    """Measure the trained model on the separate test set; trains nothing."""
    settings = Settings()
    raise typer.Exit(_engine(settings, ["evaluate", "--model", str(settings.model)]).returncode)


def _prepare_database(settings: Settings) -> None:
    """Load the starter files where they, the database or the day changed."""
    folder = database.starter(settings)
    current = digest(
        [folder, settings.root / "programmes"],
        settings.database_url,
        settings.env,
        str(date.today()),
    )
    stamp = Stamp(settings.var / "made" / "database")
    if stamp.holds(current) and settings.gazetteer.exists() and _database_is_there(settings):
        return
    console.print("Loading the programme database ...")
    report = asyncio.run(database.load_into(settings, [folder]))
    database.show(report)
    if not report.ok:
        raise typer.Exit(1)
    stamp.set(current)


def _database_is_there(settings: Settings) -> bool:
    file = settings.database_url.partition("sqlite+aiosqlite:///")[2]
    return not file or Path(file).exists()


def _prepare_model(settings: Settings) -> None:
    """Train where there is no model of just these files."""
    if _stamp(settings).holds(_sources(settings)) and settings.model.exists():
        return
    if _train(settings) != 0:
        raise typer.Exit(1)


def _sources(settings: Settings) -> str:
    """Names the state of all that the model is made of."""
    root = settings.root
    return digest(
        [
            root / "config.yml",
            root / "domain.yml",
            *(root / "data" / part for part in ("nlu", "rules", "stories", "language")),
            root / "engine" / "rahbar_engine",
            root / "engine" / "uv.lock",
        ]
    )


def _stamp(settings: Settings) -> Stamp:
    return Stamp(settings.var / "made" / "model")


def _train(settings: Settings) -> int:
    # Read before the training: what is changed meanwhile is not in the model.
    sources = _sources(settings)
    log = settings.var / "log" / "train.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with console.status("Training the model (one to two minutes) ..."), log.open("wb") as output:
        done = _engine(settings, ["train", "--model", str(settings.model)], output)
    if done.returncode != 0:
        console.print(f"The training failed; its log: {log}")
        console.print(log.read_text(errors="replace")[-3000:], markup=False)
    else:
        _stamp(settings).set(sources)
        console.print("The model is trained.")
    return done.returncode


def _engine(
    settings: Settings, arguments: list[str], output: IO[bytes] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run a command of the engine's environment."""
    return subprocess.run(
        [str(engine_python(settings)), "-W", "ignore", "-m", "rahbar_engine", *arguments],
        cwd=settings.root / "engine",
        env={**os.environ, "RAHBAR_ROOT": str(settings.root)},
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
        check=False,
    )
