"""`rahbar run`: engine, actions and desk, started together and stopped together."""

import asyncio
import os
import signal
import sys
import time
from pathlib import Path
from typing import Final
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from pydantic import SecretStr

from bot.settings import Settings
from bot.supervisor.child import Child

_READY_WITHIN: Final = 120.0
_STOP_WITHIN: Final = 4.0


def children(settings: Settings) -> list[Child]:
    """The three processes with their commands."""
    logs = settings.var / "log"
    shared = {
        **os.environ,
        "RAHBAR_DATABASE_URL": settings.database_url,
        "RAHBAR_ROOT": str(settings.root),
        "PYTHONPATH": str(settings.root),
        # One core each is what a chat message needs; more threads only cost memory.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
    }
    # The channels' tokens are the desk's alone.
    without = {name: value for name, value in shared.items() if name not in secrets()}
    engine = {**without, "PYTHONPATH": str(settings.root / "engine")}
    return [
        Child("actions", [sys.executable, "-m", "actions"], without, logs / "actions.log"),
        Child("engine", engine_command(settings), engine, logs / "engine.log"),
        Child("desk", [sys.executable, "-m", "bot"], shared, logs / "desk.log"),
    ]


def secrets() -> frozenset[str]:
    """The environment's names of settings that are secret."""
    return frozenset(
        f"RAHBAR_{name.upper()}"
        for name, field in Settings.model_fields.items()
        if field.annotation is SecretStr
    )


def engine_command(settings: Settings) -> list[str]:
    """How the engine is served."""
    return [
        str(engine_python(settings)),
        "-m",
        "rahbar_engine",
        "serve",
        "--port",
        str(settings.engine_port),
        "--actions-url",
        f"{settings.actions_address}/webhook",
        "--model",
        str(settings.model),
    ]


def engine_python(settings: Settings) -> Path:
    """The Python of the engine's environment."""
    return settings.root / "engine" / ".venv" / "bin" / "python"


async def run(settings: Settings) -> int:
    """Run until told to stop (SIGINT, SIGTERM). Returns the exit code."""
    started = time.monotonic()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    running = children(settings)
    keepers = [asyncio.create_task(child.keep_running()) for child in running]
    try:
        await _announce(settings, stop, started)
        await stop.wait()
    finally:
        print("Stopping ...", flush=True)
        await asyncio.gather(*(child.stop(_STOP_WITHIN) for child in reversed(running)))
        for keeper in keepers:
            keeper.cancel()
        await asyncio.gather(*keepers, return_exceptions=True)
    print("Stopped.", flush=True)
    return 0


async def _announce(settings: Settings, stop: asyncio.Event, started: float) -> None:
    """Wait until a question would be answered, and say where to ask it."""
    address = f"http://{settings.host}:{settings.port}"
    while not stop.is_set() and time.monotonic() - started < _READY_WITHIN:
        if await asyncio.to_thread(_is_ready, f"{address}/readyz"):
            seconds = time.monotonic() - started
            print(
                f"\nRahbar is ready after {seconds:.0f} s: {address}\nCtrl-C stops it.", flush=True
            )
            return
        await asyncio.sleep(0.2)
    if not stop.is_set():
        print(f"Not ready yet; see {settings.var / 'log'} and `rahbar doctor`.", flush=True)


def _is_ready(url: str) -> bool:
    try:
        with build_opener(ProxyHandler({})).open(url, timeout=3) as response:
            return bool(response.status == 200)
    except (URLError, OSError):
        return False
