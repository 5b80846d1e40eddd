"""Figures of measured times."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bench.targets import Answer


@dataclass(frozen=True)
class Latency:
    """Percentiles in milliseconds, and how many replies said nothing."""

    count: int
    empty: int
    p50: float
    p95: float
    p99: float


@dataclass(frozen=True)
class Throughput:
    """Answered messages a second with some users at once."""

    users: int
    count: int
    empty: int
    per_second: float


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def latency(answers: Sequence[Answer]) -> Latency:
    """The figures of answers got one after another."""
    times = [answer.seconds * 1000 for answer in answers]
    return Latency(
        len(answers),
        empty(answers),
        percentile(times, 0.50),
        percentile(times, 0.95),
        percentile(times, 0.99),
    )


def empty(answers: Sequence[Answer]) -> int:
    """How many replies said nothing."""
    return sum(not answer.said_something for answer in answers)
