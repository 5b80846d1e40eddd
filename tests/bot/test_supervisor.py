"""The three processes: started again when they end, stopped with all that they started."""

import asyncio
import contextlib
import os
import socket
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.settings import Settings
from bot.supervisor import ports
from bot.supervisor.child import Child, _ended_with_us
from bot.supervisor.running import children

ROOT = Path(__file__).resolve().parents[2]
KeepRunning = Callable[[str], Awaitable[Child]]


async def until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not happened():
            await asyncio.sleep(0.02)


def is_alive(pid: int) -> bool:
    with contextlib.suppress(ProcessLookupError, FileNotFoundError):
        os.kill(pid, 0)
        # Ended but not yet collected by its parent counts as ended.
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def child(script: str, log: Path) -> Child:
    return Child("test", [sys.executable, "-c", script], os.environ, log)


async def test_a_child_that_dies_is_started_again(tmp_path: Path) -> None:
    log = tmp_path / "log" / "test.log"
    dying = child("print('started', flush=True)", log)
    keeper = asyncio.create_task(dying.keep_running())
    await until(lambda: log.exists() and log.read_text().count("started") >= 2)
    await dying.stop(1)
    keeper.cancel()


async def test_stopping_ends_what_the_child_started_too(tmp_path: Path) -> None:
    script = (
        "import subprocess, time; p = subprocess.Popen(['sleep', '60']);"
        "print(p.pid, flush=True); time.sleep(60)"
    )
    log = tmp_path / "test.log"
    parent = child(script, log)
    keeper = asyncio.create_task(parent.keep_running())
    await until(lambda: log.exists() and log.read_text().endswith("\n"))
    grandchild = int(log.read_text())
    await parent.stop(2)
    await keeper
    await until(lambda: not is_alive(grandchild))
    assert parent.pid is None


async def test_a_child_that_will_not_end_is_ended(tmp_path: Path) -> None:
    script = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "print('deaf', flush=True); time.sleep(60)"
    )
    log = tmp_path / "test.log"
    deaf = child(script, log)
    keeper = asyncio.create_task(deaf.keep_running())
    await until(lambda: log.exists() and "deaf" in log.read_text())
    started = time.monotonic()
    await deaf.stop(0.3)
    await keeper
    assert time.monotonic() - started < 3


SUPERVISOR = """
import asyncio, os, sys
from pathlib import Path
from bot.supervisor.child import Child, _ended_with_us
child = Child("test", [sys.executable, "-c", "import os, time; print(os.getpid(), flush=True);"
    "time.sleep(60)"], os.environ, Path(sys.argv[1]))
asyncio.run(child.keep_running())
"""


@pytest.mark.skipif(not _ended_with_us(), reason="this machine has no setpriv of util-linux")
async def test_a_killed_supervisor_leaves_no_child(tmp_path: Path) -> None:
    log = tmp_path / "test.log"
    supervisor = await asyncio.create_subprocess_exec(
        sys.executable, "-c", SUPERVISOR, str(log), cwd=ROOT
    )
    await until(lambda: log.exists() and log.read_text().endswith("\n"))
    orphan = int(log.read_text())
    supervisor.kill()
    await supervisor.wait()
    await until(lambda: not is_alive(orphan))


async def test_a_large_log_is_put_aside_at_a_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.supervisor.child._LARGEST_LOG", 10)
    log = tmp_path / "test.log"
    log.write_text("old and long enough\n")
    sleeping = child("import time; print('new', flush=True); time.sleep(60)", log)
    keeper = asyncio.create_task(sleeping.keep_running())
    await until(lambda: log.exists() and "new" in log.read_text())
    await sleeping.stop(2)
    await keeper
    assert "old" in (tmp_path / "test.log.1").read_text()
    assert "old" not in log.read_text()


def test_a_port_in_use_is_named() -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = listening.getsockname()[1]
        settings = Settings(_env_file=None, port=port, engine_port=1024, actions_port=1025)
        assert ("desk", port) in ports.taken(settings)


def test_only_the_desk_is_given_the_channels_tokens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAHBAR_TELEGRAM_TOKEN", "1:secret")
    monkeypatch.setenv("RAHBAR_WHATSAPP_APP_SECRET", "secret")
    given = {each.name: each.environment for each in children(Settings(_env_file=None))}
    assert given["desk"]["RAHBAR_TELEGRAM_TOKEN"] == "1:secret"
    for name in ("engine", "actions"):
        assert not {"RAHBAR_TELEGRAM_TOKEN", "RAHBAR_WHATSAPP_APP_SECRET"} & set(given[name])


def test_engine_actions_and_desk_are_the_children() -> None:
    assert sorted(each.name for each in children(Settings(_env_file=None))) == [
        "actions",
        "desk",
        "engine",
    ]
