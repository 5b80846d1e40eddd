"""The small programme database that these tests ask."""

import shutil
from datetime import date
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from programmes.loading import load

DATA = Path(__file__).parent / "data"
TODAY = date(2026, 4, 1)


@pytest.fixture
def today() -> date:
    """The day of these tests."""
    return TODAY


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of the small data files, to be changed by a test."""
    return shutil.copytree(DATA, tmp_path / "content")


@pytest_asyncio.fixture
async def loaded(
    database_sessions: async_sessionmaker[AsyncSession],
) -> async_sessionmaker[AsyncSession]:
    """Sessions on a database that holds the small data files."""
    report = await load(database_sessions, [DATA], TODAY, production=False)
    assert report.errors == []
    return database_sessions
