"""The processes of a fault run: how each is started, kept running and killed."""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from bench import commands
from bench.commands import Run
from bench.processes import Command, Running
from bot.supervisor.child import Child
from tests.fakes.telegram_server import TOKEN
from tests.fakes.whatsapp_state import Rules

_STOP_WITHIN: Final = 8.0
_READY_WITHIN: Final = 120.0


class NotReadyError(RuntimeError):
    """A process did not come up."""


class Kept:
    """A process under the supervisor of `rahbar run`, which starts again whatever ended."""

    def __init__(self, command: Command) -> None:
        self._child = Child(
            command.name, command.arguments, {**os.environ, **command.environment}, command.log
        )
        self._keeper: asyncio.Task[None] | None = None
        self.kills = 0

    def start(self) -> None:
        """Begin to keep it running."""
        self._keeper = asyncio.create_task(self._child.keep_running())

    async def kill(self) -> None:
        """SIGKILL, as soon as there is a process."""
        while (pid := self._child.pid) is None:
            await asyncio.sleep(0.05)
        os.kill(pid, signal.SIGKILL)
        self.kills += 1
        while self._child.pid == pid:
            await asyncio.sleep(0.01)

    @property
    def memory(self) -> float:
        """Resident memory in MiB, as the kernel tells it."""
        status = Path(f"/proc/{self._child.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024

    async def stop(self) -> None:
        """End it for good."""
        await self._child.stop(_STOP_WITHIN)
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)


@dataclass(frozen=True)
class Ports:
    """All are chosen before anything starts, because each process is told of others."""

    desks: tuple[int, ...]
    engine: int
    actions: int
    telegram: int
    whatsapp: int


async def prepare(run: Run, root: Path, environment: Mapping[str, str]) -> None:
    """Tables and facts of a new database. Raises NotReadyError."""
    cli = [sys.executable, "-m", "bot.cli", "db"]
    for arguments in (["upgrade"], ["load"]):
        command = Command(
            f"rahbar db {arguments[0]}",
            [*cli, *arguments],
            {**commands.ours(root), "PYTHONPATH": str(run.project), **environment},
            root,
            run.log("prepare"),
        )
        async with Running(command) as process:
            if code := await process.wait(_READY_WITHIN):
                raise NotReadyError(f"{command.name} ended with {code}; log: {command.log}")


def channels(ports: Ports, graph_url: str) -> dict[str, str]:
    """The desk's settings for its channels."""
    rules = Rules()
    return {
        "RAHBAR_PUBLIC_URL": f"http://127.0.0.1:{ports.desks[0]}",
        "RAHBAR_TELEGRAM_TOKEN": "" if graph_url else TOKEN,
        "RAHBAR_TELEGRAM_API_URL": f"http://127.0.0.1:{ports.telegram}",
        "RAHBAR_WHATSAPP_TOKEN": rules.token,
        "RAHBAR_WHATSAPP_PHONE_ID": rules.phone_id,
        "RAHBAR_WHATSAPP_BUSINESS_ID": rules.business_id,
        "RAHBAR_WHATSAPP_APP_SECRET": rules.app_secret,
        "RAHBAR_WHATSAPP_VERIFY_TOKEN": rules.verify_token,
        "RAHBAR_WHATSAPP_GRAPH_URL": graph_url or f"http://127.0.0.1:{ports.whatsapp}",
    }


def desk(run: Run, root: Path, port: int, ports: Ports, number: int) -> Command:
    made = commands.desk(run, root, port, ports.engine, ports.actions)
    return replace(made, log=run.log(f"desk-{number}"))


def fakes(run: Run, ports: Ports) -> list[Command]:
    receipts = ("--statuses", "sent,delivered,read")
    return [
        _fake(run, "telegram", ports.telegram),
        _fake(run, "whatsapp", ports.whatsapp, *receipts),
    ]


def _fake(run: Run, name: str, port: int, *more: str) -> Command:
    arguments = [sys.executable, "-m", f"tests.fakes.{name}_server", "--port", str(port), *more]
    environment = {"PYTHONPATH": str(run.project)}
    return Command(f"fake {name}", arguments, environment, run.project, run.log(name))
