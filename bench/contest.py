"""One run: bring the systems up beside each other, measure them in turn, stop them."""

from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import httpx

from bench import commands, measuring, wanted
from bench.measuring import Amounts
from bench.places import made_root
from bench.processes import Command, Running, free_port
from bench.starting import cold_starts, start
from bench.targets import ChatApi, RestChannel, Target

Contestant = tuple[Callable[[], Sequence[Command]], Target]


@dataclass(frozen=True)
class Plan:
    """What is measured: a stock model or none, ours or not, and how much."""

    stock_model: Path | None
    ours: bool
    amounts: Amounts
    questions: Sequence[str]


async def contest(run: commands.Run, plan: Plan, http: httpx.AsyncClient) -> dict[str, Any]:
    """All measurements as plain data. Every process is stopped when this returns or raises."""
    async with AsyncExitStack() as stack:
        stub_port = free_port()
        await stack.enter_async_context(Running(commands.stub(run, stub_port)))
        stub_url = f"http://127.0.0.1:{stub_port}"
        engines = _engines(run, plan, http, f"{stub_url}/webhook")
        whole = [_whole(run, http)] if plan.ours else []
        seconds = await cold_starts([*engines, *whole], plan.amounts.starts)
        systems = [await start(stack, made(), target) for made, target in [*engines, *whole]]
        targets = [system.target for system in systems] + [
            RestChannel(wanted.OURS_REAL, http, _engine_url(made())) for made, _ in whole
        ]
        found = await _measure(targets, stub_url, plan)
        memory = {system.target.name: system.memory for system in systems}
    return {"cold_start_s": seconds, **found, "memory": memory}


async def _measure(targets: Sequence[Target], stub_url: str, plan: Plan) -> dict[str, Any]:
    questions, amounts = plan.questions, plan.amounts
    with_stub = [
        target
        for target in targets
        if isinstance(target, RestChannel) and target.name != wanted.OURS_REAL
    ]
    await measuring.warm(targets, questions)
    latency = await measuring.latencies(targets, questions, amounts)
    throughput = await measuring.throughputs(targets, questions, amounts)
    history = await measuring.histories(targets, questions, amounts)
    action = await measuring.action_costs(with_stub, stub_url, amounts)
    return {
        "latency": {name: asdict(one) for name, one in latency.items()},
        "throughput": {name: [asdict(row) for row in rows] for name, rows in throughput.items()},
        "history_ms": {
            name: {str(turn): value for turn, value in turns.items()}
            for name, turns in history.items()
        },
        "action_cost_ms": {name: asdict(one) for name, one in action.items()},
    }


def _engines(
    run: commands.Run, plan: Plan, http: httpx.AsyncClient, actions_url: str
) -> list[Contestant]:
    """The two engines with the stub behind them."""
    found: list[Contestant] = []
    if plan.stock_model:
        model, port = plan.stock_model, free_port()
        stock = commands.stock(run, model, port, actions_url)
        found.append((lambda: [stock], RestChannel(wanted.STOCK, http, _url(port))))
    if plan.ours:
        port = free_port()
        root = made_root(run.project, run.folder / "engine-alone")
        engine = commands.engine(run, root, port, actions_url)
        found.append((lambda: [engine], RestChannel(wanted.OURS, http, _url(port))))
    return found


def _whole(run: commands.Run, http: httpx.AsyncClient) -> Contestant:
    """Our three processes, asked at the chat API."""
    root = made_root(run.project, run.folder / "whole")
    desk, engine, actions = free_port(), free_port(), free_port()
    made = [
        commands.engine(run, root, engine, f"{_url(actions)}/webhook"),
        commands.actions(run, root, actions),
        commands.desk(run, root, desk, engine, actions),
    ]
    return (lambda: made), ChatApi(wanted.CHAT, http, _url(desk))


def _engine_url(made: Sequence[Command]) -> str:
    arguments = list(made[0].arguments)
    return _url(int(arguments[arguments.index("--port") + 1]))


def _url(port: int) -> str:
    return f"http://127.0.0.1:{port}"
