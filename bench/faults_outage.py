"""What goes wrong while people write: processes die, the database and the providers fail."""

import asyncio
import random
import sqlite3
import time
from collections.abc import Awaitable, Callable
from typing import Final

import httpx
from sqlalchemy import make_url

from bench.faults_fleet import Fleet, Kept

Outage = Callable[[float], Awaitable[None]]
"""Makes the database unavailable for so many seconds."""

#: Seconds between two faults of the providers.
_BETWEEN: Final = 4.0
_TELEGRAM: Final = (
    {"kind": "error", "status": 500, "description": "Internal Server Error"},
    {
        "kind": "error",
        "status": 429,
        "description": "Too Many Requests: retry after 2",
        "parameters": {"retry_after": 2},
    },
    {"kind": "drop_after"},
    {"kind": "page", "status": 502},
)
_WHATSAPP: Final = (
    {"kind": "error", "code": 131000, "http": 500},
    {"kind": "error", "code": 130429, "http": 429},
    {"kind": "drop_after"},
)


async def kill_at_random(kept: Kept, times: int, seconds: float, dice: random.Random) -> None:
    """SIGKILL one process `times` times within `seconds`; each time it is started again."""
    loop = asyncio.get_running_loop()
    begun = loop.time()
    for moment in sorted(dice.uniform(0, seconds) for _ in range(times)):
        await asyncio.sleep(max(0.0, begun + moment - loop.time()))
        await kept.kill()


def lock_of(fleet: Fleet) -> Outage:
    """Another connection holds SQLite's only lock for writing."""
    path = make_url(fleet.database_url).database

    async def outage(seconds: float) -> None:
        await asyncio.to_thread(_hold, str(path), seconds)

    return outage


def _hold(path: str, seconds: float) -> None:
    connection = sqlite3.connect(path, timeout=30, isolation_level=None)
    try:
        connection.execute("BEGIN EXCLUSIVE")
        time.sleep(seconds)
        connection.execute("ROLLBACK")
    finally:
        connection.close()


async def providers_fail(
    fleet: Fleet, http: httpx.AsyncClient, seconds: float, dice: random.Random
) -> None:
    """Now and then a provider refuses a message, or takes it and breaks the connection."""
    until = asyncio.get_running_loop().time() + seconds
    while asyncio.get_running_loop().time() < until:
        telegram = {"method": "sendMessage", **dice.choice(_TELEGRAM)}
        await http.post(f"{fleet.telegram_url}/control/faults", json=telegram)
        await http.post(f"{fleet.whatsapp_url}/control/faults", json=dice.choice(_WHATSAPP))
        await asyncio.sleep(_BETWEEN)
