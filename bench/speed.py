"""Speed beside stock Rasa: `python -m bench.speed`. What it measures: bench/README.md."""

import asyncio
import json
import platform
import shutil
import signal
import tempfile
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from rich.console import Console

from bench import tables
from bench.commands import Run
from bench.contest import Plan, contest
from bench.measuring import FULL, QUICK
from bench.places import missing
from bench.processes import ProcessEndedError
from bench.questions import questions
from bench.starting import NeverReadyError
from bench.targets import client
from bench.training import stock_model
from bench.wanted import verdicts

PROJECT: Final = Path(__file__).resolve().parent.parent
KEPT: Final = PROJECT / "var" / "bench"
console = Console(highlight=False)


class Only(StrEnum):
    """Which systems run."""

    both = "both"
    ours = "ours"
    stock = "stock"


def main(
    only: Annotated[Only, typer.Option(help="Measure only one of the two.")] = Only.both,
    quick: Annotated[bool, typer.Option(help="Fewer messages, one cold start.")] = False,
    epochs: Annotated[
        int, typer.Option(min=1, help="Of the stock model's training; latency does not change.")
    ] = 100,
) -> None:
    """Measure ours beside stock Rasa, print tables and write var/bench/speed.json."""
    absent = missing(PROJECT)
    if absent:
        console.print(f"Not there: {', '.join(absent)}. `make setup model` makes them.")
        raise typer.Exit(2)
    try:
        found = asyncio.run(_run(only, quick, epochs))
    except asyncio.CancelledError:
        raise typer.Exit(130) from None
    except (NeverReadyError, ProcessEndedError) as error:
        console.print(str(error), markup=False)
        raise typer.Exit(1) from None
    judged = verdicts(found)
    tables.show(console, found, judged)
    found["verdicts"] = [
        {"what": one.what, "measured": one.measured, "limit": one.limit, "met": one.met}
        for one in judged
    ]
    written = KEPT / "speed.json"
    written.write_text(json.dumps(found, indent=2, ensure_ascii=False), encoding="utf-8")
    console.print(f"Written: {written.relative_to(PROJECT)}")


async def _run(only: Only, quick: bool, epochs: int) -> dict[str, Any]:
    # Being told to end is an interruption too, so that every started process is stopped.
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    model = None if only is Only.ours else await stock_model(PROJECT, KEPT, epochs)
    asked = questions(PROJECT / "data" / "nlu")
    plan = Plan(model, only is not Only.stock, QUICK if quick else FULL, asked)
    KEPT.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="run-", dir=KEPT))
    try:
        async with client() as http:
            found = await contest(Run(PROJECT, folder), plan, http)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return {"when": datetime.now(UTC).isoformat(), "machine": _machine(), "quick": quick, **found}


def _machine() -> dict[str, Any]:
    cpu = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    return {"cpu": cpu[0] if cpu else platform.processor(), "cores": len(cpu) or None}


if __name__ == "__main__":
    typer.run(main)
