"""A database with the project's own content, copied for each test."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import date, time
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker
from talking import START, Talk

from actions.action import Services
from actions.helpline import Helpline
from locales import Speaker
from programmes.database import create_engine, sessions
from programmes.loading import load
from programmes.models import TrainingEvent
from programmes.translated import Translated

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def content(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the starter content and two trainings of ours."""
    file = tmp_path_factory.mktemp("content") / "content.db"
    shutil.copy(sqlite_template, file)
    asyncio.run(_fill(f"sqlite+aiosqlite:///{file}"))
    return file


@pytest.fixture(scope="session")
def speaker() -> Speaker:
    """The sentences, read once: reading them takes longer than most of these tests."""
    return Speaker(ROOT / "locales")


@pytest_asyncio.fixture
async def services(content: Path, speaker: Speaker, tmp_path: Path) -> AsyncIterator[Services]:
    """What the actions need, on a copy of the content."""
    shutil.copy(content, tmp_path / "rahbar.db")
    engine = create_engine(f"sqlite+aiosqlite:///{tmp_path / 'rahbar.db'}")
    factory = sessions(engine)
    yield Services(factory, speaker, Helpline(lambda: START), lambda: START)
    await engine.dispose()


@pytest.fixture
def talk(services: Services) -> Talk:
    """A new conversation."""
    return Talk(services)


async def _fill(url: str) -> None:
    engine = create_engine(url)
    factory = sessions(engine)
    report = await load(factory, [ROOT / "data" / "programmes"], date(2026, 4, 1), False)
    assert not report.errors, report.errors
    await _replace_calendar(factory)
    await engine.dispose()


async def _replace_calendar(factory: async_sessionmaker[AsyncSession]) -> None:
    async with factory.begin() as session:
        await session.execute(TrainingEvent.__table__.delete())  # type: ignore[attr-defined]
        session.add(_event("real-export", "export", "Exporting for beginners", "Lahore", 5000))
        session.add(_event("sample-tax", "tax", "Tax for shops", "Karachi", 0, is_sample=True))


def _event(
    key: str, topic: str, title: str, city: str, fee: int, is_sample: bool = False
) -> TrainingEvent:
    return TrainingEvent(
        id=key,
        topic=topic,
        title=Translated(title, title, title),
        starts=date(2026, 5, 4),
        ends=date(2026, 5, 5),
        start_time=time(10),
        end_time=time(16),
        city=city,
        province="Punjab" if city == "Lahore" else "Sindh",
        venue=Translated("Training hall", "ہال", "Training hall"),
        fee_pkr=fee,
        languages=["ur"],
        seats=30,
        segment=None,
        contact=None,
        is_sample=is_sample,
        status="active",
        as_of="2026-04",
        review_by=date(2026, 6, 30),
        confidence="high",
        caveats=[],
        conflicts=[],
        notes=[],
        sources=["Training calendar"],
        origin="test",
    )
