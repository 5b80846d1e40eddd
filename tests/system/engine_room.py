"""Desk, engine and actions as single processes, with a switch between engine and actions."""

import json
import os
import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from action_switch import ActionSwitch

from bench import commands
from bench.commands import Run
from bench.places import linked_root
from bench.processes import Command, free_port

PROJECT = Path(__file__).resolve().parent.parent.parent
READY_WITHIN = 120.0
#: Seconds for which a message waits for an engine that fails, in place of 30.
PATIENCE = 12.0


@dataclass
class Room:
    """What runs, and where."""

    root: Path
    logs: Path
    ports: dict[str, int]
    pids: dict[str, int]
    switch: ActionSwitch

    @property
    def desk(self) -> str:
        return f"http://127.0.0.1:{self.ports['desk']}"

    @property
    def trackers(self) -> Path:
        """The engine's own database."""
        return self.root / "var" / "engine.db"

    def said_in_logs(self) -> str:
        return "".join(
            log.read_text(encoding="utf-8", errors="replace") for log in self.logs.glob("*.log")
        )


class Talk:
    """One conversation by the chat API."""

    def __init__(self, room: Room) -> None:
        self.id = f"{uuid4()}"
        self._url = f"{room.desk}/api/chat/web:{self.id}/messages"

    def say(self, text: str) -> dict[str, Any]:
        """Say something and wait for the answer."""
        response = httpx.post(self._url, json={"text": text}, timeout=60, trust_env=False)
        response.raise_for_status()
        answer: dict[str, Any] = response.json()
        return answer


def words(answer: dict[str, Any]) -> str:
    return "\n".join(reply["text"] for reply in answer["replies"])


@contextmanager
def engine_room(folder: Path) -> Iterator[Room]:
    """Start all and wait until a question would be answered."""
    run = Run(PROJECT, folder / "run")
    root = linked_root(PROJECT, run.folder / "root")
    ports = {name: free_port() for name in ("desk", "engine", "actions")}
    with ExitStack() as stack:
        switch = stack.enter_context(ActionSwitch(f"http://127.0.0.1:{ports['actions']}"))
        for arguments in ("upgrade", "load"):
            _prepare(run, root, arguments)
        desk = commands.desk(run, root, ports["desk"], ports["engine"], ports["actions"])
        patient = {**desk.environment, "RAHBAR_ENGINE_PATIENCE": str(PATIENCE)}
        started = {
            "actions": commands.actions(run, root, ports["actions"]),
            "engine": commands.engine(run, root, ports["engine"], f"{switch.url}/webhook"),
            "desk": replace(desk, environment=patient),
        }
        running = {name: stack.enter_context(_running(each)) for name, each in started.items()}
        pids = {name: process.pid for name, process in running.items()}
        room = Room(root, run.log("desk").parent, ports, pids, switch)
        _wait(room, running)
        yield room


def _prepare(run: Run, root: Path, what: str) -> None:
    environment = {**os.environ, **commands.ours(root), "PYTHONPATH": str(PROJECT)}
    command = [PROJECT / ".venv" / "bin" / "rahbar", "db", what]
    subprocess.run(command, env=environment, cwd=root, check=True, capture_output=True)


@contextmanager
def _running(command: Command) -> Iterator[subprocess.Popen[bytes]]:
    command.log.parent.mkdir(parents=True, exist_ok=True)
    with command.log.open("ab") as log:
        process = subprocess.Popen(
            command.arguments,
            cwd=command.folder,
            env={**os.environ, **command.environment},
            stdout=log,
            stderr=log,
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def _wait(room: Room, running: Mapping[str, subprocess.Popen[bytes]]) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until and all(each.poll() is None for each in running.values()):
        try:
            if httpx.get(f"{room.desk}/readyz", timeout=5, trust_env=False).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.2)
    raise RuntimeError(f"not ready within {READY_WITHIN:.0f} s:\n{room.said_in_logs()[-4000:]}")


def lock(file: Path, locked: threading.Event, seconds: float) -> None:
    connection = sqlite3.connect(file, isolation_level=None, timeout=5)
    connection.execute("BEGIN EXCLUSIVE")
    locked.set()
    time.sleep(seconds)
    connection.execute("ROLLBACK")
    connection.close()


def rename(file: Path, old: str, new: str) -> None:
    connection = sqlite3.connect(file, isolation_level=None, timeout=10)
    connection.execute(f"ALTER TABLE {old} RENAME TO {new}")
    connection.close()


def state_of(room: Room, talk: Talk) -> dict[str, Any]:
    connection = sqlite3.connect(f"file:{room.trackers}?mode=ro", uri=True)
    row = connection.execute(
        "SELECT state FROM engine_tracker WHERE sender_id = ?", (f"web:{talk.id}",)
    ).fetchone()
    connection.close()
    state: dict[str, Any] = json.loads(row[0])
    return state


def sockets() -> Iterator[tuple[str, int]]:
    """Address and port of all that listens, as the kernel writes them."""
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        if fields[3] == "0A":
            address, port = fields[1].split(":")
            yield address, int(port, 16)
    for line in Path("/proc/net/tcp6").read_text().splitlines()[1:]:
        fields = line.split()
        if fields[3] == "0A":
            address, port = fields[1].split(":")
            yield address, int(port, 16)


def resident(pid: int) -> int:
    """Resident memory in KiB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0])
