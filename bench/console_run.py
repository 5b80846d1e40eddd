"""One run: a real desk, consoles with open streams, and people who write through the webhook."""

import asyncio
import random
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, replace
from typing import Final

import httpx

from bench import commands
from bench.commands import Run
from bench.console_screens import Screen
from bench.console_stock import Stock, Talk, stock
from bench.console_talking import Part, Talking
from bench.places import linked_root
from bench.processes import Command, Running, free_port
from bench.starting import NeverReadyError
from programmes.database import upgrade
from tests.fakes.whatsapp_state import Rules

_READY_WITHIN: Final = 60.0
#: A stream that is cut lives for some seconds between these.
_SHORTEST, _LONGEST = 0.5, 5.0


@dataclass(frozen=True)
class Plan:
    """What happens."""

    staff: int = 50
    conversations: int = 500
    rate: float = 20.0
    """Messages a second, of all people together."""
    seconds: float = 30.0
    """Of each of the two parts: with whole streams, and with streams that are cut at random."""
    reads_pages: bool = True
    seed: int = 1


@dataclass
class Report:
    """What came of it."""

    whole: Part
    cut: Part
    screens: Sequence[Screen]
    stock: Stock


async def run_console(run: Run, plan: Plan) -> Report:
    """Start everything, let people write, and gather what the streams were told.

    Raises:
        NeverReadyError: the desk did not come up.
    """
    root = linked_root(run.project, run.folder / "root")
    database_url = commands.ours(root)["RAHBAR_DATABASE_URL"]
    await upgrade(database_url)
    made = await stock(database_url, plan.staff, plan.conversations)
    port, graph_port = free_port(), free_port()
    # Neither engine nor actions run: whatever people write is for staff.
    desk = commands.desk(run, root, port, free_port(), free_port())
    desk = replace(desk, environment={**desk.environment, **_whatsapp(graph_port)})
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(Running(_fake(run, graph_port)))
        await stack.enter_async_context(Running(desk))
        http = await stack.enter_async_context(_client())
        url = f"http://127.0.0.1:{port}"
        await _until_up(http, url)
        return await _measured(http, url, plan, made)


async def _measured(http: httpx.AsyncClient, url: str, plan: Plan, made: Stock) -> Report:
    dice = random.Random(plan.seed)
    shown = _first_of_each(made.talks)
    screens = [
        Screen(
            *(member, http, url, shown.get(member.staff_id, made.talks[0].key)),
            plan.reads_pages,
            random.Random(dice.random()),
        )
        for member in made.staff
    ]
    tasks = [asyncio.create_task(work) for one in screens for work in (one.run(), one.beat())]
    try:
        async with asyncio.timeout(_READY_WITHIN):
            await asyncio.gather(*(one.is_open.wait() for one in screens))
        talking = Talking(http, url, made.talks, dice)
        whole = await talking.part(plan.rate, plan.seconds)
        for one in screens:
            one.life = lambda dice: dice.uniform(_SHORTEST, _LONGEST)
        await _cut_all(screens, tasks)
        cut = await talking.part(plan.rate, plan.seconds)
        cut.cuts = sum(one.cuts for one in screens)
    finally:
        await _cancelled(tasks)
    return Report(whole, cut, screens, made)


async def _cut_all(screens: Sequence[Screen], tasks: list[asyncio.Task[None]]) -> None:
    """End the streams that have no end, and open them again with one."""
    running = tasks[::2]
    await _cancelled(running)
    tasks[::2] = [asyncio.create_task(one.run()) for one in screens]


async def _cancelled(tasks: Sequence[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    for result in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(result, Exception):
            raise result


def _first_of_each(talks: Sequence[Talk]) -> Mapping[int, str]:
    return {talk.staff_id: talk.key for talk in reversed(talks)}


def _whatsapp(graph_port: int) -> dict[str, str]:
    rules = Rules()
    return {
        "RAHBAR_TELEGRAM_TOKEN": "",
        "RAHBAR_WHATSAPP_TOKEN": rules.token,
        "RAHBAR_WHATSAPP_PHONE_ID": rules.phone_id,
        "RAHBAR_WHATSAPP_BUSINESS_ID": rules.business_id,
        "RAHBAR_WHATSAPP_APP_SECRET": rules.app_secret,
        "RAHBAR_WHATSAPP_VERIFY_TOKEN": rules.verify_token,
        "RAHBAR_WHATSAPP_GRAPH_URL": f"http://127.0.0.1:{graph_port}",
    }


def _fake(run: Run, port: int) -> Command:
    arguments = [sys.executable, "-m", "tests.fakes.whatsapp_server", "--port", str(port)]
    environment = {"PYTHONPATH": str(run.project)}
    more = ["--number-rate", "0"]
    return Command("fake WhatsApp", arguments + more, environment, run.project, run.log("whatsapp"))


@asynccontextmanager
async def _client() -> AsyncIterator[httpx.AsyncClient]:
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=200)
    async with httpx.AsyncClient(trust_env=False, timeout=30, limits=limits) as http:
        yield http


async def _until_up(http: httpx.AsyncClient, url: str) -> None:
    until = time.monotonic() + _READY_WITHIN
    while time.monotonic() < until:
        with suppress(httpx.HTTPError):
            if (await http.get(f"{url}/healthz")).status_code == 200:
                return
        await asyncio.sleep(0.2)
    raise NeverReadyError(f"the desk was not there within {_READY_WITHIN:.0f} s")
