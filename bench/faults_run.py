"""One fault run: people write, things break, and in the end everything must have been answered."""

import asyncio
import random
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any, Final

import httpx
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from bench import faults_check, faults_rows
from bench.commands import Run
from bench.faults_check import Verdict
from bench.faults_fleet import Fleet, fleet, load_of_machine, record
from bench.faults_outage import Outage, kill_at_random, lock_of, providers_fail
from bench.faults_talk import People, Talk, talks
from bench.postgres import Postgres, postgres
from bench.questions import questions
from bot.store import Store
from bot.tables import HELD, IN, OPEN, OUT, PENDING, Message
from programmes.database import create_engine

#: Seconds between two looks whether all is answered.
_LOOK: Final = 1.0


@dataclass(frozen=True)
class Plan:
    """How much is said, and how much goes wrong meanwhile."""

    conversations: int = 500
    messages: int = 5
    seconds: float = 150.0
    """In which everything is said and all faults happen."""
    kills: int = 4
    """Of each desk, of the engine and of the actions."""
    outages: int = 1
    outage_seconds: float = 5.0
    patience: float = 600.0
    """Seconds after the last message in which all must be answered."""
    on_postgres: bool = False
    seed: int = 1


@dataclass(frozen=True)
class Report:
    """What came of a run."""

    verdict: Verdict
    kills: dict[str, int]
    seconds: float
    webhooks: int
    refused: int
    """Webhooks that were not answered with 200; the provider sent them again."""
    load: str
    is_finished: bool


async def run_faults(run: Run, plan: Plan) -> Report:
    """Start everything, break it and judge. Raises NotReadyError, NoPostgresError."""
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(postgres()) if plan.on_postgres else None
        made = await stack.enter_async_context(
            fleet(run, server.url if server else "", desks=2 if server else 1)
        )
        http = await stack.enter_async_context(
            httpx.AsyncClient(
                trust_env=False, limits=httpx.Limits(max_connections=None), timeout=60
            )
        )
        asked = questions(run.project / "data" / "nlu")
        dice = random.Random(plan.seed)
        said = talks(plan.conversations, plan.messages, asked, dice)
        begun = time.monotonic()
        outage = _stop_of(server) if server else lock_of(made)
        await _all_at_once(made, http, said, plan, outage, dice)
        is_finished = await _until_answered(made, http, said, plan.patience)
        return await _judged(made, http, said, time.monotonic() - begun, is_finished)


async def _all_at_once(
    made: Fleet,
    http: httpx.AsyncClient,
    said: list[Talk],
    plan: Plan,
    outage: Outage,
    dice: random.Random,
) -> None:
    people = People(made, http, dice)
    async with asyncio.TaskGroup() as group:
        group.create_task(people.speak(said, plan.seconds))
        group.create_task(providers_fail(made, http, plan.seconds, dice))
        for kept in (*made.desks, made.engine, made.actions):
            group.create_task(kill_at_random(kept, plan.kills, plan.seconds, dice))
        for number in range(plan.outages):
            moment = plan.seconds * (number + 1) / (plan.outages + 1)
            group.create_task(_after(moment, outage, plan.outage_seconds))


async def _after(moment: float, outage: Outage, seconds: float) -> None:
    await asyncio.sleep(moment)
    await outage(seconds)


def _stop_of(server: Postgres) -> Outage:
    async def outage(seconds: float) -> None:
        await server.stop()
        await asyncio.sleep(seconds)
        await server.start()

    return outage


async def _until_answered(
    made: Fleet, http: httpx.AsyncClient, said: list[Talk], patience: float
) -> bool:
    """Whether all is answered and nothing waits to be sent within the patience."""
    expected = sum(len(talk.said) for talk in said)
    engine = create_engine(made.database_url)
    until = time.monotonic() + patience
    try:
        while time.monotonic() < until:
            await asyncio.sleep(_LOOK)
            if (await record(http, made.telegram_url))["pending"]:
                continue
            try:
                if await _is_done(Store(engine), expected):
                    return True
            except SQLAlchemyError:
                continue
    finally:
        await engine.dispose()
    return False


async def _is_done(store: Store, expected: int) -> bool:
    came = select(func.count()).where(Message.direction == IN)
    is_open = (Message.direction == IN) & Message.status.in_(OPEN)
    is_unsent = (Message.direction == OUT) & Message.status.in_((PENDING, HELD))
    async with store.read() as session:
        if (await session.scalar(came) or 0) < expected:
            return False
        return not await session.scalar(select(func.count()).where(is_open | is_unsent))


async def _judged(
    made: Fleet, http: httpx.AsyncClient, said: list[Talk], seconds: float, is_finished: bool
) -> Report:
    telegram = await record(http, made.telegram_url)
    whatsapp = await record(http, made.whatsapp_url)
    engine = create_engine(made.database_url)
    try:
        async with Store(engine).read() as session:
            rows = await faults_rows.rows_of(session)
            tickets = await faults_rows.tickets_of(session)
    finally:
        await engine.dispose()
    shown = {
        "telegram": faults_rows.shown_by_telegram(telegram),
        "whatsapp": faults_rows.shown_by_whatsapp(whatsapp),
    }
    verdict = Verdict()
    for talk in said:
        place = talk.channel, talk.address
        sent = shown[talk.channel].get(talk.address, [])
        faults_check.judge(talk, rows[place], sent, tickets, verdict)
    statuses = _statuses(telegram, whatsapp)
    return Report(
        verdict,
        {
            "desk": sum(kept.kills for kept in made.desks),
            "engine": made.engine.kills,
            "actions": made.actions.kills,
        },
        seconds,
        len(statuses),
        sum(status != 200 for status in statuses),
        load_of_machine(),
        is_finished,
    )


def _statuses(telegram: dict[str, Any], whatsapp: dict[str, Any]) -> list[int]:
    """Of every delivery of a webhook; 0: no answer."""
    return [
        *(one["status"] for one in telegram["deliveries"]),
        *(status for one in whatsapp["deliveries"] for status in one["statuses"]),
    ]
