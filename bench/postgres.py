"""A PostgreSQL server of one run, which can be taken away for a while."""

import asyncio
import os
import pwd
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from bench.processes import free_port

_USERS: Final = ("postgres", "nobody")
_OPTIONS: Final = "-c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c port={port}"


class NoPostgresError(RuntimeError):
    """PostgreSQL's server programs are missing or failed."""


class Postgres:
    """The server; `url` is the address of its one database."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        self._binaries, self._folder, self._port = binaries, folder, free_port()
        self._prefix = _unprivileged(folder)
        self.url = f"postgresql+psycopg://rahbar@127.0.0.1:{self._port}/postgres"

    async def create(self) -> None:
        await self._run("initdb", "-U", "rahbar", "-A", "trust", "-E", "UTF8", "--locale=C")

    async def start(self) -> None:
        options = _OPTIONS.format(port=self._port)
        log = str(self._folder / "log")
        await self._run("pg_ctl", "-w", "-l", log, "-o", options, "start")

    async def stop(self) -> None:
        """At once, as if the machine had lost its power."""
        await self._run("pg_ctl", "-w", "-m", "immediate", "stop")

    async def _run(self, program: str, *arguments: str) -> None:
        command = [*self._prefix, str(self._binaries / program), "-D", str(self._folder / "data")]
        # To a file: a server that inherited a pipe would keep it open for ever.
        with (self._folder / "output").open("ab") as output:
            process = await asyncio.create_subprocess_exec(
                *command, *arguments, cwd=self._folder, stdout=output, stderr=output
            )
            code = await process.wait()
        if code:
            raise NoPostgresError(f"{program} ended with {code}; see {self._folder / 'output'}")


@asynccontextmanager
async def postgres() -> AsyncIterator[Postgres]:
    """A new and empty server. Raises NoPostgresError."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or [
        Path(path) for path in [shutil.which("initdb")] if path
    ]
    if not found:
        raise NoPostgresError("PostgreSQL's initdb was not found: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="rahbar-pg-", dir="/tmp"))
    server = Postgres(found[-1].parent, folder)
    try:
        await server.create()
        await server.start()
        yield server
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            await server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root; give the folder to a user and run as that one."""
    if os.geteuid() != 0:
        return []
    user = next(entry for entry in pwd.getpwall() if entry.pw_name in _USERS)
    os.chown(folder, user.pw_uid, user.pw_gid)
    setpriv = shutil.which("setpriv") or "setpriv"
    return [setpriv, f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--"]
