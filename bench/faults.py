"""Nothing is lost: `python -m bench.faults`. What it does: bench/README.md."""

import asyncio
import shutil
import signal
import tempfile
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.table import Table

from bench.commands import Run
from bench.faults_processes import NotReadyError
from bench.faults_run import Plan, Report, run_faults
from bench.places import missing
from bench.postgres import NoPostgresError

PROJECT: Final = Path(__file__).resolve().parent.parent
KEPT: Final = PROJECT / "var" / "bench"
_SHOWN: Final = 20
console = Console(highlight=False)


def main(
    conversations: Annotated[int, typer.Option(min=2, help="Half on each channel.")] = 500,
    messages: Annotated[int, typer.Option(min=2, help="Of each person.")] = 5,
    seconds: Annotated[float, typer.Option(help="In which all is said and broken.")] = 150.0,
    kills: Annotated[int, typer.Option(min=0, help="Of each process.")] = 4,
    postgres: Annotated[bool, typer.Option(help="Two desks on PostgreSQL.")] = False,
    seed: Annotated[int, typer.Option(help="Of all that is random.")] = 1,
) -> None:
    """Break everything while people write. Exit code 1: something was lost, doubled or swapped."""
    if absent := missing(PROJECT):
        console.print(f"Not there: {', '.join(absent)}. `make setup model` makes them.")
        raise typer.Exit(2)
    plan = Plan(conversations, messages, seconds, kills, on_postgres=postgres, seed=seed)
    KEPT.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="faults-", dir=KEPT))
    try:
        report = asyncio.run(_run(Run(PROJECT, folder), plan))
    except asyncio.CancelledError:
        raise typer.Exit(130) from None
    except (NotReadyError, NoPostgresError) as error:
        console.print(str(error), markup=False)
        raise typer.Exit(1) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    console.print(table_of(report, plan))
    for remark in report.verdict.remarks[:_SHOWN]:
        console.print(remark, markup=False)
    if not (report.verdict.is_good and report.is_finished):
        raise typer.Exit(1)


async def _run(run: Run, plan: Plan) -> Report:
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await run_faults(run, plan)


def table_of(report: Report, plan: Plan) -> Table:
    """The figures, as they stand in docs/benchmarks.md."""
    verdict, where = report.verdict, "PostgreSQL, two desks" if plan.on_postgres else "SQLite"
    table = Table(title=f"Faults, {plan.conversations} conversations, {where}")
    table.add_column("")
    table.add_column("", justify="right")
    kills = ", ".join(f"{name} {count}" for name, count in report.kills.items())
    for name, value in (
        ("messages", verdict.messages),
        ("acknowledged (200)", verdict.acknowledged),
        ("answered once", verdict.answered_once),
        ("of these with an apology", verdict.apologies),
        ("dead letters, unsure", verdict.dead_unsure),
        ("dead letters, final", verdict.dead_final),
        ("answered twice (0)", verdict.twice),
        ("lost (0)", verdict.lost),
        ("out of order (0)", verdict.out_of_order),
        ("tickets opened", verdict.tickets),
        ("tickets missing or doubled (0)", verdict.tickets_wrong),
        ("kills", kills),
        ("outage of the database", f"{plan.outages} × {plan.outage_seconds:.0f} s"),
        ("webhooks delivered", report.webhooks),
        ("of these not answered with 200", report.refused),
        ("longest wait for an answer", f"{verdict.longest_wait:.1f} s"),
        ("all answered and sent after", f"{report.seconds:.0f} s"),
        ("load of the machine", report.load),
    ):
        table.add_row(name, str(value))
    return table


if __name__ == "__main__":
    typer.run(main)
