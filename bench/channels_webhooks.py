"""How fast webhooks are acknowledged while conversations are being answered."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bench.channels_graph import Graph
from bench.faults_fleet import Fleet
from bench.figures import percentile

CONVERSATIONS: Final = 50
#: Seconds before the next message of a person whom nobody answers.
_PAUSE: Final = 0.5
_PATIENCE: Final = 30.0
#: Nobody begins at the same moment as all others: seconds between the first and the last.
_SPREAD: Final = 2.0


@dataclass(frozen=True)
class Row:
    """One measurement; times in milliseconds."""

    name: str
    webhooks: int
    refused: int
    per_second: float
    answers_per_second: float
    p50: float
    p95: float
    p99: float


async def measure(
    name: str, made: Fleet, graph: Graph, asked: Sequence[str], seconds: float, is_answered: bool
) -> Row:
    """Fifty people write, each as soon as the one before is answered, else twice a second."""
    graph.webhook = f"{made.desk_urls[-1]}/webhooks/whatsapp"
    graph.acknowledged.clear()
    graph.answers = 0
    begun = time.perf_counter()
    until = begun + seconds
    async with asyncio.TaskGroup() as group:
        for number in range(CONVERSATIONS):
            # Where several desks share the work, each takes its part of the webhooks.
            url = made.desk_urls[number % len(made.desk_urls)]
            group.create_task(
                _talk(graph, f"{url}/webhooks/whatsapp", number, asked, until, is_answered)
            )
    took = time.perf_counter() - begun
    taken = [one.seconds * 1000 for one in graph.acknowledged if one.is_taken]
    return Row(
        name,
        len(graph.acknowledged),
        len(graph.acknowledged) - len(taken),
        len(taken) / took,
        graph.answers / took,
        *(percentile(taken, share) for share in (0.5, 0.95, 0.99)),
    )


async def _talk(
    graph: Graph, webhook: str, number: int, asked: Sequence[str], until: float, is_answered: bool
) -> None:
    phone, turn = f"92301{number:07}", number
    await asyncio.sleep(_SPREAD * number / CONVERSATIONS)
    while time.perf_counter() < until:
        begun = time.perf_counter()
        await graph.say(webhook, phone, asked[turn % len(asked)])
        turn += CONVERSATIONS
        if is_answered:
            await graph.wait(phone, _PATIENCE)
        else:
            await asyncio.sleep(max(0.0, _PAUSE - (time.perf_counter() - begun)))
