"""Live consoles under load: `python -m bench.console`. What it does: bench/README.md."""

import asyncio
import shutil
import signal
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.table import Table

from bench.commands import Run
from bench.console_run import Plan, Report, run_console
from bench.console_screens import Place, Screen
from bench.console_talking import Part
from bench.faults_fleet import load_of_machine
from bench.figures import percentile
from bench.places import missing
from bench.starting import NeverReadyError

PROJECT: Final = Path(__file__).resolve().parent.parent
KEPT: Final = PROJECT / "var" / "bench"
#: Milliseconds from the webhook to the staff's screen.
_WANTED: Final = 500.0
_NAMES: Final = (
    "messages",
    "a second",
    "webhooks not answered with 200",
    "webhook's answer, ms",
    "webhook to the stream, ms",
    "webhook to the page, ms",
    "events wanted",
    "events lost (0)",
    "streams cut",
)
console = Console(highlight=False)


def main(
    staff: Annotated[int, typer.Option(min=1, help="Open streams.")] = 50,
    conversations: Annotated[int, typer.Option(min=1, help="With staff.")] = 500,
    rate: Annotated[float, typer.Option(min=0.1, help="Messages a second.")] = 20.0,
    seconds: Annotated[float, typer.Option(help="Of each of the two parts.")] = 30.0,
    pages: Annotated[bool, typer.Option(help="Consoles read what they show, too.")] = True,
    seed: Annotated[int, typer.Option(help="Of all that is random.")] = 1,
) -> None:
    """Exit code 1: the 95th percentile is not below 500 ms, or an event was lost."""
    if absent := missing(PROJECT):
        console.print(f"Not there: {', '.join(absent)}. `make setup model` makes them.")
        raise typer.Exit(2)
    plan = Plan(staff, conversations, rate, seconds, reads_pages=pages, seed=seed)
    KEPT.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="console-", dir=KEPT))
    try:
        report = asyncio.run(_run(Run(PROJECT, folder), plan))
    except asyncio.CancelledError:
        raise typer.Exit(130) from None
    except NeverReadyError as error:
        console.print(str(error), markup=False)
        raise typer.Exit(1) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    console.print(table_of(report, plan))
    if not is_good(report):
        raise typer.Exit(1)


async def _run(run: Run, plan: Plan) -> Report:
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await run_console(run, plan)


def expected(report: Report, part: Part) -> Iterator[tuple[Screen, Place, float]]:
    """Each message of a part with each stream that must be told of it, and when it was sent."""
    owners = {talk.key: talk.staff_id for talk in report.stock.talks}
    for place, at in part.sent.items():
        for screen in report.screens:
            if screen.member.is_supervisor or screen.member.staff_id == owners[place[0]]:
                yield screen, place, at


def delays(report: Report, part: Part) -> list[float]:
    """Milliseconds from the webhook to each stream."""
    return [
        (screen.told.first[place] - at) * 1000
        for screen, place, at in expected(report, part)
        if place in screen.told.first
    ]


def shown(report: Report, part: Part) -> list[float]:
    """Milliseconds from the webhook until the open conversation stood on the screen."""
    return [
        (screen.told.shown[place] - at) * 1000
        for screen, place, at in expected(report, part)
        if place in screen.told.shown
    ]


def lost(report: Report, part: Part) -> int:
    """How many events never came to a stream that must have them."""
    return sum(place not in screen.told.first for screen, place, _ in expected(report, part))


def is_good(report: Report) -> bool:
    """Whether what is wanted was met."""
    is_whole = not lost(report, report.whole) and not lost(report, report.cut)
    return is_whole and percentile(delays(report, report.whole), 0.95) < _WANTED


def table_of(report: Report, plan: Plan) -> Table:
    """The figures, as they stand in docs/benchmarks.md."""
    parts = (report.whole, report.cut)
    title = f"Console, {plan.staff} streams, {plan.conversations} conversations, SQLite"
    table = Table(title=title)
    table.add_column("")
    table.add_column("whole streams", justify="right")
    table.add_column("streams cut at random", justify="right")
    for name, whole, cut in zip(_NAMES, *(_cells(report, part) for part in parts), strict=True):
        table.add_row(name, whole, cut)
    table.add_row("events told twice", "", str(sum(one.told.repeats for one in report.screens)))
    table.add_row("pages refused", "", str(sum(len(one.refused) for one in report.screens)))
    table.add_row("load of the machine", "", load_of_machine())
    return table


def _cells(report: Report, part: Part) -> list[str]:
    return [
        str(len(part.sent)),
        f"{len(part.sent) / part.seconds:.1f}",
        str(part.refused),
        _figures([seconds * 1000 for seconds in part.acknowledged]),
        _figures(delays(report, part)),
        _figures(shown(report, part)),
        str(sum(1 for _ in expected(report, part))),
        str(lost(report, part)),
        str(part.cuts),
    ]


def _figures(values: Sequence[float]) -> str:
    if not values:
        return "–"
    told = [percentile(values, share) for share in (0.50, 0.95, 0.99)]
    return " / ".join(f"{each:.0f}" for each in told) + f" (longest {max(values):.0f})"


if __name__ == "__main__":
    typer.run(main)
