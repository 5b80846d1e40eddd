"""Load and growth of the channels: `python -m bench.channels`. What it measures: bench/README.md."""

import asyncio
import shutil
import signal
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.table import Table

from bench import channels_growth, channels_webhooks
from bench.channels_graph import Graph, graph
from bench.channels_growth import Grown, NoAnswerError
from bench.channels_webhooks import CONVERSATIONS, Row
from bench.commands import Run
from bench.faults_fleet import fleet, load_of_machine
from bench.faults_processes import NotReadyError
from bench.places import missing
from bench.postgres import NoPostgresError, postgres
from bench.questions import questions

PROJECT: Final = Path(__file__).resolve().parent.parent
KEPT: Final = PROJECT / "var" / "bench"
#: Wanted: 99 of 100 webhooks acknowledged within so many milliseconds.
LONGEST: Final = 250.0
#: Wanted: an answer with the most stored conversations takes at most so many times as long.
SLOWEST: Final = 1.2
console = Console(highlight=False)


@dataclass(frozen=True)
class Found:
    """All that was measured."""

    rows: list[Row]
    grown: list[Grown]


def main(
    seconds: Annotated[float, typer.Option(help="Of each measurement of webhooks.")] = 30.0,
    rounds: Annotated[int, typer.Option(help="Of questions to the filled systems.")] = 150,
    with_postgres: Annotated[
        bool, typer.Option("--postgres", help="Webhooks on PostgreSQL too.")
    ] = False,
    webhooks: Annotated[bool, typer.Option(help="Measure webhooks.")] = True,
    growth: Annotated[bool, typer.Option(help="Measure growth.")] = True,
) -> None:
    """Measure and print tables. Exit code 1: something is slower than wanted."""
    if absent := missing(PROJECT):
        console.print(f"Not there: {', '.join(absent)}. `make setup model` makes them.")
        raise typer.Exit(2)
    KEPT.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="channels-", dir=KEPT))
    stores = [False, True] if with_postgres else [False]
    try:
        found = asyncio.run(
            _run(Run(PROJECT, folder), stores if webhooks else [], seconds, rounds * growth)
        )
    except asyncio.CancelledError:
        raise typer.Exit(130) from None
    except (NotReadyError, NoPostgresError, NoAnswerError) as error:
        console.print(str(error), markup=False)
        raise typer.Exit(1) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if found.grown:
        show_growth(found.grown)
    console.print(f"Load of the machine: {load_of_machine()}")
    is_slow = any(row.p99 > LONGEST for row in found.rows) or any(
        one.ratio > SLOWEST for one in found.grown
    )
    if is_slow:
        raise typer.Exit(1)


async def _run(run: Run, stores: list[bool], seconds: float, rounds: int) -> Found:
    # Being told to end is an interruption too, so that every started process is stopped.
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    asked = questions(run.project / "data" / "nlu")
    rows: list[Row] = []
    grown: list[Grown] = []
    async with graph() as (made, url):
        for is_postgres in stores:
            rows += await _webhooks(run, made, url, asked, seconds, is_postgres)
        if rows:
            show_webhooks(rows)
        if rounds:
            grown = await channels_growth.measure(
                run, made, url, asked, channels_growth.SIZES, rounds
            )
    return Found(rows, grown)


async def _webhooks(
    run: Run, made: Graph, url: str, asked: list[str], seconds: float, is_postgres: bool
) -> list[Row]:
    name = "PostgreSQL, two desks" if is_postgres else "SQLite"
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(postgres()) if is_postgres else None
        running = await stack.enter_async_context(
            fleet(
                run,
                server.url if server else "",
                desks=2 if server else 1,
                name="postgres" if server else "sqlite",
                graph_url=url,
            )
        )
        warm = min(seconds, 5.0)
        await channels_webhooks.measure(name, running, made, asked, warm, True)
        answered = await channels_webhooks.measure(name, running, made, asked, seconds, True)
        await running.engine.stop()
        stopped = f"{name}, engine stopped"
        alone = await channels_webhooks.measure(stopped, running, made, asked, seconds, False)
    return [answered, alone]


def show_webhooks(rows: list[Row]) -> None:
    """Print how fast webhooks were acknowledged."""
    table = Table(title=f"Webhooks acknowledged, {CONVERSATIONS} conversations at once")
    for column in ("", "webhooks", "refused", "a second", "answers/s", "p50", "p95", "p99 ms"):
        table.add_column(column, justify="right" if column else "left")
    for row in rows:
        figures = (row.per_second, row.answers_per_second, row.p50, row.p95, row.p99)
        told = (f"{figure:.1f}" for figure in figures)
        table.add_row(row.name, str(row.webhooks), str(row.refused), *told)
    console.print(table)


def show_growth(found: list[Grown]) -> None:
    """Print what an answer costs by what is stored."""
    grown = Table(title="An answer by what is stored (ms, MiB)")
    for column in (
        *("conversations", "known p50", "known p95", "new p50", "new p95", "to the smallest"),
        *("on disk", "desk", "engine", "actions"),
    ):
        grown.add_column(column, justify="right")
    for one in found:
        times = (one.known_p50, one.known_p95, one.new_p50, one.new_p95)
        memory = (f"{value:.0f}" for value in (one.stored_mib, *one.memory.values()))
        told = (f"{value:.1f}" for value in times)
        grown.add_row(f"{one.conversations:,}", *told, f"{one.ratio:.2f}", *memory)
    console.print(grown)


if __name__ == "__main__":
    typer.run(main)
