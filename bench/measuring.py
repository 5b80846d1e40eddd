"""The measurements. Every one goes round the targets in turn, so that noise meets all alike."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from statistics import median
from typing import Final

from bench.figures import Latency, Throughput, empty, latency
from bench.targets import Answer, RestChannel, Target

_TURNS: Final = 10
"""A conversation's length where history is not what is measured."""
_AROUND: Final = 10
"""Turns on either side of the one whose latency is told."""
HISTORIES: Final = (10, 100, 400)
USERS: Final = (1, 8, 32)


@dataclass(frozen=True)
class Amounts:
    """How much is measured."""

    rounds: int
    messages: int
    """Of one target in one round."""
    conversations: int
    """Of the length of the longest history."""
    starts: int


FULL: Final = Amounts(rounds=5, messages=100, conversations=3, starts=3)
QUICK: Final = Amounts(rounds=2, messages=40, conversations=1, starts=1)


async def warm(targets: Sequence[Target], questions: Sequence[str]) -> None:
    """Let every target do its first-time work outside the measurement."""
    for target in targets:
        await _in_turn(target, cycle(questions), 2 * _TURNS)


async def latencies(
    targets: Sequence[Target], questions: Sequence[str], amounts: Amounts
) -> dict[str, Latency]:
    """One user, one message after another, a new conversation every ten turns."""
    answers: dict[str, list[Answer]] = {target.name: [] for target in targets}
    asked = {target.name: cycle(questions) for target in targets}
    for _ in range(amounts.rounds):
        for target in targets:
            answers[target.name] += await _in_turn(target, asked[target.name], amounts.messages)
    return {name: latency(got) for name, got in answers.items()}


async def throughputs(
    targets: Sequence[Target], questions: Sequence[str], amounts: Amounts
) -> dict[str, list[Throughput]]:
    """Messages a second with 1, 8 and 32 users, each in a conversation of their own."""
    measured: dict[str, list[Throughput]] = {target.name: [] for target in targets}
    for users in USERS:
        each = max(amounts.messages // users, 3)
        answers: dict[str, list[Answer]] = {target.name: [] for target in targets}
        seconds = dict.fromkeys(answers, 0.0)
        for _ in range(amounts.rounds):
            for target in targets:
                started = time.perf_counter()
                answers[target.name] += await _at_once(target, questions, users, each)
                seconds[target.name] += time.perf_counter() - started
        for name, got in answers.items():
            rate = (len(got) - empty(got)) / seconds[name]
            measured[name].append(Throughput(users, len(got), empty(got), rate))
    return measured


async def histories(
    targets: Sequence[Target], questions: Sequence[str], amounts: Amounts
) -> dict[str, dict[int, float]]:
    """Median milliseconds about turn 10, 100 and 400 of one conversation.

    The turns of all targets alternate, so that each turn number is measured at the same time.
    """
    times: dict[str, dict[int, list[float]]] = {
        target.name: {turn: [] for turn in HISTORIES} for target in targets
    }
    for _ in range(amounts.conversations):
        ids = [(target, target.new_conversation()) for target in targets]
        asked = cycle(questions)
        for turn in range(1, HISTORIES[-1] + _AROUND):
            text = next(asked)
            near = [wanted for wanted in HISTORIES if abs(turn - wanted) < _AROUND]
            for target, conversation in ids:
                answer = await target.ask(conversation, text)
                for wanted in near:
                    times[target.name][wanted].append(answer.seconds * 1000)
    return {
        name: {turn: median(found) for turn, found in by_turn.items()}
        for name, by_turn in times.items()
    }


@dataclass(frozen=True)
class ActionCost:
    """Milliseconds that a custom action adds, and those of the action server within."""

    added: float
    in_server: float


async def action_costs(
    targets: Sequence[RestChannel], stub_url: str, amounts: Amounts
) -> dict[str, ActionCost]:
    """What a custom action costs beyond one that the engine does itself.

    Each engine runs, by its API, `action_listen` (which does nothing) and a custom action in turn
    in the same conversation; the difference of the medians, the stub's own time taken off, is what
    the engine spends on calling an action.
    """
    costs: dict[str, ActionCost] = {}
    for target in targets:
        nothing: list[float] = []
        custom: list[float] = []
        before = await _spent(target, stub_url)
        for number in range(amounts.rounds * amounts.messages // 2):
            if number % _TURNS == 0:
                conversation = target.new_conversation()
                # The API runs actions only in a conversation that has begun.
                await target.ask(conversation, "hello")
            nothing.append(await target.execute(conversation, "action_listen"))
            custom.append(await target.execute(conversation, "action_greet"))
        after = await _spent(target, stub_url)
        inside = (after[1] - before[1]) / max(after[0] - before[0], 1) * 1000
        added = (median(custom) - median(nothing)) * 1000
        costs[target.name] = ActionCost(added - inside, inside)
    return costs


async def _spent(target: Target, stub_url: str) -> tuple[int, float]:
    told = (await target.http.get(f"{stub_url}/spent")).json()
    return int(told["calls"]), float(told["seconds"])


async def _in_turn(target: Target, asked: Iterator[str], count: int) -> list[Answer]:
    answers: list[Answer] = []
    for number in range(count):
        if number % _TURNS == 0:
            conversation = target.new_conversation()
        answers.append(await target.ask(conversation, next(asked)))
    return answers


async def _at_once(target: Target, questions: Sequence[str], users: int, each: int) -> list[Answer]:
    def asked(user: int) -> Iterator[str]:
        start = user * 7 % len(questions)
        return cycle([*questions[start:], *questions[:start]])

    groups = await asyncio.gather(*(_in_turn(target, asked(user), each) for user in range(users)))
    return [answer for group in groups for answer in group]
