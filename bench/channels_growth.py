"""How time and memory of an answer grow with what is stored: three systems side by side."""

import asyncio
import random
import statistics
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.channels_graph import Graph
from bench.channels_stored import fill, phone_of
from bench.commands import Run
from bench.faults_fleet import Fleet, fleet
from bench.figures import percentile

SIZES: Final = (1_000, 10_000, 100_000)
_MODEL: Final = "923000000001"
"""Whose conversation is copied: five questions, their answers and receipts."""
_TURNS: Final = 5
_PATIENCE: Final = 30.0
#: Seconds after the last receipt in which the desk notes that all is done.
_SETTLED: Final = 2.0


class NoAnswerError(RuntimeError):
    """A question was not answered."""


@dataclass(frozen=True)
class Grown:
    """Of one size; times in milliseconds, memory in MiB."""

    conversations: int
    stored_mib: float
    known_p50: float
    known_p95: float
    new_p50: float
    new_p95: float
    ratio: float
    """The median of all answers to that of the smallest system, round by round."""
    memory: dict[str, float]


async def measure(
    run: Run, graph: Graph, graph_url: str, asked: Sequence[str], sizes: Sequence[int], rounds: int
) -> list[Grown]:
    """Ask all systems in turn, each time a person who is stored and one who is new."""
    dice = random.Random(7)
    async with AsyncExitStack() as stack:
        graph.has_receipts = False
        systems = {}
        for size in sizes:
            made = await stack.enter_async_context(
                fleet(run, name=f"stored-{size}", graph_url=graph_url)
            )
            await _stored(made, graph, asked, size)
            systems[size] = made
        known: dict[int, list[float]] = {size: [] for size in sizes}
        new: dict[int, list[float]] = {size: [] for size in sizes}
        for turn in range(-5, rounds):
            text, stranger = asked[turn % len(asked)], f"92302{turn + 5:07}"
            for size in dice.sample(list(sizes), len(sizes)):
                friend = phone_of(dice.randrange(size))
                times = (
                    await _answer(systems[size], graph, friend, text),
                    await _answer(systems[size], graph, stranger, text),
                )
                if turn >= 0:
                    known[size].append(times[0])
                    new[size].append(times[1])
        smallest = [*known[sizes[0]], *new[sizes[0]]]
        return [_grown(size, systems[size], known[size], new[size], smallest) for size in sizes]


async def _stored(made: Fleet, graph: Graph, asked: Sequence[str], size: int) -> None:
    graph.has_receipts, graph.webhook = True, _webhook(made)
    for text in asked[:_TURNS]:
        await _answer(made, graph, _MODEL, text)
    await graph.settled()
    await asyncio.sleep(_SETTLED)
    graph.has_receipts = False
    files = made.root / "var" / "rahbar.db", made.root / "var" / "engine.db"
    fill(*files, _MODEL, size)


async def _answer(made: Fleet, graph: Graph, phone: str, text: str) -> float:
    """Milliseconds from the webhook to the answer at the provider."""
    begun = time.perf_counter()
    await graph.say(_webhook(made), phone, text)
    if not await graph.wait(phone, _PATIENCE):
        raise NoAnswerError(f"no answer within {_PATIENCE:.0f} s")
    return (time.perf_counter() - begun) * 1000


def _webhook(made: Fleet) -> str:
    return f"{made.desk_urls[0]}/webhooks/whatsapp"


def _grown(
    size: int, made: Fleet, known: list[float], new: list[float], smallest: list[float]
) -> Grown:
    return Grown(
        size,
        sum(_mib(file) for file in (made.root / "var").glob("*.db*")),
        percentile(known, 0.5),
        percentile(known, 0.95),
        percentile(new, 0.5),
        percentile(new, 0.95),
        # Neighbours in time are compared: what else the machine does meets both alike.
        statistics.median(one / other for one, other in zip([*known, *new], smallest, strict=True)),
        {
            "desk": made.desks[0].memory,
            "engine": made.engine.memory,
            "actions": made.actions.memory,
        },
    )


def _mib(file: Path) -> float:
    return file.stat().st_size / 2**20
