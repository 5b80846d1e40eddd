"""The processes under measurement: started, watched, and stopped by their ids."""

import asyncio
import contextlib
import os
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

_STOP_WITHIN: Final = 8.0


class ProcessEndedError(RuntimeError):
    """A process under measurement ended before it was told to."""


@dataclass(frozen=True)
class Command:
    """How a process is started, and where its output goes."""

    name: str
    arguments: Sequence[str]
    environment: Mapping[str, str]
    folder: Path
    log: Path


class Running:
    """One started process; leaving the context stops it."""

    def __init__(self, command: Command) -> None:
        self.command = command
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        self.command.log.parent.mkdir(parents=True, exist_ok=True)
        with self.command.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self.command.arguments,
                cwd=self.command.folder,
                env={**os.environ, **self.command.environment},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    @property
    def pid(self) -> int:
        """The process's id."""
        assert self._process is not None
        return self._process.pid

    async def wait(self, patience: float) -> int:
        """The exit code. Raises TimeoutError after `patience` seconds."""
        assert self._process is not None
        return await asyncio.wait_for(self._process.wait(), patience)

    def must_run(self) -> None:
        """Raise ProcessEndedError, naming the log, if the process is no more."""
        if self._process is not None and self._process.returncode is not None:
            raise ProcessEndedError(
                f"{self.command.name} ended with code {self._process.returncode}; "
                f"its log: {self.command.log}"
            )

    async def stop(self) -> None:
        """Ask the process to end; end it where it does not."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), _STOP_WITHIN)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    def memory(self) -> dict[str, float]:
        """Resident memory in MiB, now and at its highest, as the kernel tells it."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        fields = dict(line.split(":", 1) for line in lines if ":" in line)
        return {
            "resident_mib": int(fields["VmRSS"].split()[0]) / 1024,
            "peak_mib": int(fields["VmHWM"].split()[0]) / 1024,
        }


def free_port() -> int:
    """A port of the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
