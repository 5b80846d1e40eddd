"""The measurements as tables."""

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.wanted import Verdict

Rows = list[list[str]]


def show(console: Console, found: dict[str, Any], judged: Sequence[Verdict]) -> None:
    """Print everything that was measured, and then the verdicts."""
    percentiles = ("p50 ms", "p95 ms", "p99 ms", "messages", "said nothing")
    users = ("1 user", "8 users", "32 users", "said nothing")
    turns = ("turn 10", "turn 100", "turn 400")
    _print(console, "Cold start to the first answer", ("s, each start",), _starts(found))
    _print(console, "Latency, one user", percentiles, _latency(found))
    _print(console, "Messages a second", users, _throughput(found))
    _print(console, "Median latency by history, ms", turns, _history(found))
    _print(console, "A custom action, ms", ("added", "in the action server"), _action(found))
    _print(console, "Resident memory, MiB", ("process", "now", "peak"), _memory(found))
    _print(console, "Wanted", ("measured", "limit", ""), _wanted(judged))


def _print(console: Console, title: str, columns: Sequence[str], rows: Rows) -> None:
    if not rows:
        return
    table = Table(title=title, title_justify="left", title_style="bold")
    table.add_column("")
    for column in columns:
        table.add_column(column, justify="right")
    for row in rows:
        table.add_row(*row)
    console.print(table)


def _starts(found: dict[str, Any]) -> Rows:
    starts = found["cold_start_s"].items()
    return [[name, ", ".join(f"{one:.1f}" for one in seconds)] for name, seconds in starts]


def _latency(found: dict[str, Any]) -> Rows:
    return [
        [
            name,
            *(f"{row[key]:.1f}" for key in ("p50", "p95", "p99")),
            str(row["count"]),
            str(row["empty"]),
        ]
        for name, row in found["latency"].items()
    ]


def _throughput(found: dict[str, Any]) -> Rows:
    return [
        [
            name,
            *(f"{row['per_second']:.0f}" for row in rows),
            str(sum(row["empty"] for row in rows)),
        ]
        for name, rows in found["throughput"].items()
    ]


def _history(found: dict[str, Any]) -> Rows:
    return [
        [name, *(f"{value:.1f}" for value in turns.values())]
        for name, turns in found["history_ms"].items()
    ]


def _action(found: dict[str, Any]) -> Rows:
    return [
        [name, f"{cost['added']:.1f}", f"{cost['in_server']:.2f}"]
        for name, cost in found["action_cost_ms"].items()
    ]


def _memory(found: dict[str, Any]) -> Rows:
    return [
        [name, process, f"{memory['resident_mib']:.0f}", f"{memory['peak_mib']:.0f}"]
        for name, processes in found["memory"].items()
        for process, memory in processes.items()
    ]


def _wanted(judged: Sequence[Verdict]) -> Rows:
    return [
        [
            one.what,
            f"{one.measured:.2f}",
            f"{'≥' if one.at_least else '≤'} {one.limit:.2f}",
            "[green]met[/]" if one.met else "[red]not met[/]",
        ]
        for one in judged
    ]
