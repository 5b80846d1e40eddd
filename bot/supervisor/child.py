"""A process that is kept running."""

import asyncio
import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

_LONGEST_PAUSE: Final = 30.0
_PROVEN: Final = 60.0
"""Who ran for this many seconds is started again at once."""

_LARGEST_LOG: Final = 10_000_000
"""In bytes; at a start, a larger log becomes the one older copy that is kept."""


class Child:
    """One process in a group of its own; its output goes to a log file."""

    def __init__(
        self, name: str, command: Sequence[str], environment: Mapping[str, str], log: Path
    ) -> None:
        self.name = name
        self._command = command
        self.environment = dict(environment)
        self._log = log
        self._process: asyncio.subprocess.Process | None = None
        self._stopping = False

    @property
    def pid(self) -> int | None:
        """The process's id while it runs."""
        return self._process.pid if self._process and self._process.returncode is None else None

    async def keep_running(self) -> None:
        """Start, and start again with growing pauses whenever it ends, until `stop`."""
        loop, pause = asyncio.get_running_loop(), 0.5
        while not self._stopping:
            started = loop.time()
            await self._start()
            assert self._process is not None
            code = await self._process.wait()
            if self._stopping:
                return
            if loop.time() - started > _PROVEN:
                pause = 0.5
            print(
                f"{self.name} ended with code {code}; it is started again in {pause:.0f} s. "
                f"Its log: {self._log}",
                flush=True,
            )
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    async def _start(self) -> None:
        self._log.parent.mkdir(parents=True, exist_ok=True)
        if self._log.exists() and self._log.stat().st_size > _LARGEST_LOG:
            self._log.replace(self._log.with_suffix(".log.1"))
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *_ended_with_us(),
                *self._command,
                env=self.environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    async def stop(self, patience: float) -> None:
        """Ask it to end, and end it where it does not within `patience` seconds."""
        self._stopping = True
        process = self._process
        if process is None or process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), patience)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            await process.wait()


@cache
def _ended_with_us() -> tuple[str, ...]:
    """What before a command lets the kernel end it where we are killed and cannot end it ourselves.

    `setpriv` (util-linux) asks for that and then becomes the command, so that the id stays the
    same; code of our own between fork and exec (`preexec_fn`) may deadlock beside threads. Nothing
    where it is missing, or knows no `--pdeathsig` (BusyBox). The kernel watches the thread that
    started the command: here the one of the event loop, which lives as long as we do.
    """
    prefix = (shutil.which("setpriv") or "setpriv", "--pdeathsig", "TERM", "--")
    try:
        tried = subprocess.run((*prefix, "true"), capture_output=True, check=False)
    except FileNotFoundError:
        return ()
    return prefix if tried.returncode == 0 else ()
