"""The real processes of a fault run: desks, engine, actions and the two fake providers.

What is killed is started again as `rahbar run` does it, by the same code.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import httpx

from bench import commands
from bench.commands import Run
from bench.faults_processes import Kept, NotReadyError, Ports, channels, desk, fakes, prepare
from bench.places import linked_root
from bench.processes import Command, free_port

_READY_WITHIN: Final = 120.0


@dataclass
class Fleet:
    """Everything that runs."""

    root: Path
    database_url: str
    desks: list[Kept]
    engine: Kept
    actions: Kept
    desk_urls: list[str]
    telegram_url: str
    whatsapp_url: str
    others: list[Kept] = field(default_factory=list)

    async def stop(self) -> None:
        """End all, the desks first."""
        for kept in (*self.desks, self.engine, self.actions, *self.others):
            await kept.stop()


@asynccontextmanager
async def fleet(
    run: Run,
    database_url: str = "",
    desks: int = 1,
    name: str = "root",
    graph_url: str = "",
) -> AsyncIterator[Fleet]:
    """Prepare the database, start everything and wait until a question would be answered.

    With a `graph_url` there is only WhatsApp, and no fake provider is started.
    """
    root = linked_root(run.project, run.folder / name)
    url = database_url or f"sqlite+aiosqlite:///{root / 'var' / 'rahbar.db'}"
    ports = Ports(tuple(free_port() for _ in range(desks)), *(free_port() for _ in range(4)))
    environment = {"RAHBAR_DATABASE_URL": url, **channels(ports, graph_url)}
    await prepare(run, root, environment)
    async with AsyncExitStack() as stack:
        made = _fleet(run, root, url, ports, environment, not graph_url)
        stack.push_async_callback(made.stop)
        for kept in (*made.others, made.engine, made.actions, *made.desks):
            kept.start()
        await _settled(made)
        yield made


def _fleet(
    run: Run,
    root: Path,
    url: str,
    ports: Ports,
    environment: Mapping[str, str],
    with_fakes: bool,
) -> Fleet:
    def kept(command: Command) -> Kept:
        with_settings = {**command.environment, **environment}
        return Kept(replace(command, environment=with_settings))

    actions_url = f"http://127.0.0.1:{ports.actions}/webhook"
    return Fleet(
        root=root,
        database_url=url,
        desks=[
            kept(desk(run, root, port, ports, number)) for number, port in enumerate(ports.desks)
        ],
        engine=kept(commands.engine(run, root, ports.engine, actions_url)),
        actions=kept(commands.actions(run, root, ports.actions)),
        desk_urls=[f"http://127.0.0.1:{port}" for port in ports.desks],
        telegram_url=environment["RAHBAR_TELEGRAM_API_URL"],
        whatsapp_url=environment["RAHBAR_WHATSAPP_GRAPH_URL"],
        others=[kept(each) for each in fakes(run, ports)] if with_fakes else [],
    )


async def _settled(made: Fleet) -> None:
    """Wait for desks, engine and actions, and let the providers know the webhooks."""
    async with httpx.AsyncClient(trust_env=False, timeout=10) as http:
        for url in made.desk_urls:
            await _until_ready(http, f"{url}/readyz")
        if not made.others:
            return
        # The last desk takes WhatsApp's webhooks, the first one Telegram's.
        told = await http.post(
            f"{made.whatsapp_url}/control/webhook",
            json={"url": f"{made.desk_urls[-1]}/webhooks/whatsapp"},
        )
        if not told.json()["verified"]:
            raise NotReadyError("the desk did not answer WhatsApp's handshake")
        while not (await record(http, made.telegram_url))["webhook"]:
            await asyncio.sleep(0.1)


async def _until_ready(http: httpx.AsyncClient, url: str) -> None:
    until = asyncio.get_running_loop().time() + _READY_WITHIN
    while asyncio.get_running_loop().time() < until:
        try:
            if (await http.get(url)).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        await asyncio.sleep(0.2)
    raise NotReadyError(f"{url} was not ready within {_READY_WITHIN:.0f} s")


async def record(http: httpx.AsyncClient, url: str) -> dict[str, Any]:
    """What a fake has been sent and what it delivered."""
    response = await http.get(f"{url}/control/record", timeout=60)
    told: dict[str, Any] = response.json()
    return told


def load_of_machine() -> str:
    """What else the machine had to do meanwhile: the load averages."""
    return " ".join(f"{one:.1f}" for one in os.getloadavg())
