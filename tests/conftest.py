"""What tests share: a temporary SQLite file, a private PostgreSQL server, and a browser.

The packages are imported inside the fixtures, so that tests of other environments can stand
below this folder.
"""

import asyncio
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import pytest_asyncio

NEEDED = ("initdb", "pg_ctl")
USERS = ("postgres", "nobody")
DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
MISSING = (
    "PostgreSQL's initdb and pg_ctl were not found, so nothing is tested on PostgreSQL. "
    "Install them, for example with: apt-get install postgresql"
)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL of this session only; gives its URL up to the database's name."""
    binaries = _postgres_binaries()
    if binaries is None:
        if os.environ.get("CI") == "true":
            pytest.fail(MISSING, pytrace=False)
        print(f"\n*** {MISSING} ***")
        pytest.skip(MISSING)
    folder = Path(tempfile.mkdtemp(prefix="rahbar-pg-", dir="/tmp"))
    as_user = _unprivileged(folder)
    data, port = folder / "data", _free_port()
    options = (
        f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories='' "
        "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=32MB"
    )
    start = [str(binaries / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log")]
    try:
        create = [str(binaries / "initdb"), "-D", str(data), "-U", "rahbar", "-A", "trust"]
        _run([*as_user, *create, "-E", "UTF8", "--locale=C", "--no-sync"], folder)
        _run([*as_user, *start, "-o", options, "start"], folder)
        yield f"postgresql+psycopg://rahbar@127.0.0.1:{port}/"
    finally:
        if (data / "postmaster.pid").exists():
            _run([*as_user, *start, "-m", "immediate", "stop"], folder)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with all tables, to be copied."""
    from programmes.database import upgrade

    file = tmp_path_factory.mktemp("template") / "template.db"
    asyncio.run(upgrade(f"sqlite+aiosqlite:///{file}"))
    return file


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> str:
    """The name of a PostgreSQL database with all tables, to be copied."""
    from programmes.database import upgrade

    _execute(postgres_server, 'CREATE DATABASE "template"')
    asyncio.run(upgrade(postgres_server + "template"))
    return "template"


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A fresh SQLite database with all tables and nothing in them."""
    shutil.copy(sqlite_template, tmp_path / "rahbar.db")
    return f"sqlite+aiosqlite:///{tmp_path / 'rahbar.db'}"


@pytest.fixture
def postgres_url(postgres_server: str, postgres_template: str) -> Iterator[str]:
    """A fresh PostgreSQL database with all tables and nothing in them."""
    name = f"test_{uuid4().hex}"
    _execute(postgres_server, f'CREATE DATABASE "{name}" TEMPLATE "{postgres_template}"')
    yield postgres_server + name
    _execute(postgres_server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(params=DATABASES)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without tables, on each kind of database in turn."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"
    server: str = request.getfixturevalue("postgres_server")
    name = f"empty_{uuid4().hex}"
    _execute(server, f'CREATE DATABASE "{name}"')
    return server + name


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest) -> str:
    """A fresh database with all tables, on each kind of database in turn."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    url: str = request.getfixturevalue(name)
    return url


@pytest_asyncio.fixture
async def database_sessions(database_url: str) -> AsyncIterator[Any]:
    """Sessions on a fresh database, on each kind of database in turn."""
    from programmes.database import create_engine, sessions

    engine = create_engine(database_url)
    yield sessions(engine)
    await engine.dispose()


# A running Playwright keeps an event loop in this thread, which would block asynchronous tests
# of other modules; so it never outlives a module.
@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, for the tests of a module."""
    from chromium import chromium

    with chromium() as started:
        yield started


def _postgres_binaries() -> Path | None:
    """Find the folder of the newest PostgreSQL installed, else one on the PATH."""
    path = os.environ.get("PATH", "").split(os.pathsep)
    installed = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name)
    )
    folders = [*(Path(folder) for folder in reversed(path) if folder), *installed]
    complete = [folder for folder in folders if all((folder / name).exists() for name in NEEDED)]
    return complete[-1] if complete else None


def _unprivileged(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root; give the folder to a user and run as that one."""
    if os.geteuid() != 0:
        return []
    import pwd

    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = next(known[name] for name in USERS if name in known)
    os.chown(folder, user.pw_uid, user.pw_gid)
    setpriv = shutil.which("setpriv") or "setpriv"
    return [setpriv, f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _run(command: list[str], folder: Path) -> None:
    # Output goes to a file: a server that inherited a pipe would keep it open for ever.
    with (folder / "output").open("ab") as output:
        done = subprocess.run(command, cwd=folder, stdout=output, stderr=output, timeout=60)
    if done.returncode != 0:
        said = (folder / "output").read_text(encoding="utf-8", errors="replace")
        pytest.fail(f"PostgreSQL could not be prepared: {said}", pytrace=False)


def _execute(server: str, statement: str) -> None:
    import psycopg

    address = server.replace("+psycopg", "") + "postgres"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement.encode())
