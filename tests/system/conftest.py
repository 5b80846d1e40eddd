"""The whole system, started once for all tests of this folder, as a user starts it."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import httpx
import pytest
from providers import Providers, running_providers

ROOT: Final = Path(__file__).resolve().parent.parent.parent
READY_WITHIN: Final = 180.0
STOPPED_WITHIN: Final = 30.0
# What Ctrl-C may leave: nothing wrong, or the shell's number for an interrupted program.
CLEAN_EXITS: Final = (0, 130)
_SHOWN: Final = 4000


@pytest.fixture(scope="session")
def providers() -> Iterator[Providers]:
    """A fake Telegram and a fake WhatsApp, each a process of its own."""
    telegram, whatsapp = _free_ports(2)
    with running_providers(ROOT, telegram, whatsapp) as both:
        yield both


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the running system keeps its database."""
    return tmp_path_factory.mktemp("system")


@pytest.fixture(scope="session")
def desk(folder: Path, providers: Providers) -> Iterator[str]:
    """The address of a running desk with its engine, actions, channels and own database."""
    environment = _environment(folder, providers)
    with (folder / "output").open("wb") as output:
        process = subprocess.Popen(
            [ROOT / ".venv" / "bin" / "rahbar", "run"],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    address = f"http://127.0.0.1:{environment['RAHBAR_PORT']}"
    try:
        _wait_until_ready(process, address, folder / "output")
        assert providers.meet(address), "the desk did not answer WhatsApp's handshake"
        yield address
    finally:
        exited = _interrupt(process)
    assert exited in CLEAN_EXITS, f"Ctrl-C ended it with {exited}:\n{_said(folder / 'output')}"


def _environment(folder: Path, providers: Providers) -> dict[str, str]:
    desk, engine, actions = _free_ports(3)
    ours = {
        **providers.settings(f"http://127.0.0.1:{desk}"),
        "RAHBAR_HOST": "127.0.0.1",
        "RAHBAR_PORT": str(desk),
        "RAHBAR_ENGINE_PORT": str(engine),
        "RAHBAR_ACTIONS_PORT": str(actions),
        "RAHBAR_DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'rahbar.db'}",
        "RAHBAR_ENV": "development",
        "RAHBAR_MESSAGES_PER_MINUTE": "10000",
        "RAHBAR_ADDRESS_MESSAGES_PER_MINUTE": "100000",
    }
    others = {name: value for name, value in os.environ.items() if not name.startswith("RAHBAR_")}
    return {**others, **ours}


def _free_ports(count: int) -> list[int]:
    # All are held at once, so that no two are the same.
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def _wait_until_ready(process: subprocess.Popen[bytes], address: str, output: Path) -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        if process.poll() is not None:
            pytest.fail(f"`rahbar run` ended with {process.returncode}:\n{_said(output)}", False)
        if _is_ready(address):
            return
        time.sleep(0.3)
    pytest.fail(f"not ready within {READY_WITHIN:.0f} s:\n{_said(output)}", pytrace=False)


def _is_ready(address: str) -> bool:
    try:
        return httpx.get(f"{address}/readyz", timeout=3.0, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


def _interrupt(process: subprocess.Popen[bytes]) -> int:
    """Press Ctrl-C, which a terminal sends to the whole group, and wait for the end.

    Never killed outright at first: its engine and actions would be left running without it.
    """
    try:
        os.killpg(process.pid, signal.SIGINT)
        return process.wait(timeout=STOPPED_WITHIN)
    except ProcessLookupError:
        return process.wait(timeout=STOPPED_WITHIN)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        return process.wait(timeout=STOPPED_WITHIN)


def _said(output: Path) -> str:
    return output.read_text(encoding="utf-8", errors="replace")[-_SHOWN:]
