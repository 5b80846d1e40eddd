"""A helpline on a fresh database."""

from collections.abc import AsyncIterator

import pytest_asyncio
from helpline import Helpline

from bot.store import Store
from programmes.database import create_engine


@pytest_asyncio.fixture
async def helpline(sqlite_url: str) -> AsyncIterator[Helpline]:
    """On SQLite."""
    engine = create_engine(sqlite_url)
    yield Helpline(Store(engine))
    await engine.dispose()


@pytest_asyncio.fixture
async def any_helpline(database_url: str) -> AsyncIterator[Helpline]:
    """On each kind of database in turn."""
    engine = create_engine(database_url)
    yield Helpline(Store(engine))
    await engine.dispose()
