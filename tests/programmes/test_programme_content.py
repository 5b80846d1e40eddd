"""The starter content itself: it loads, and nothing of it is left out."""

from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from programmes.database import create_engine, sessions
from programmes.loading import load
from programmes.models import Article, Office, Programme, SurveyFigure, TrainingEvent
from programmes.queries import head_office, search
from programmes.settings import PROJECT_ROOT

pytestmark = pytest.mark.asyncio
CONTENT = PROJECT_ROOT / "data" / "programmes"


async def _count(session: AsyncSession, table: type) -> int:
    return await session.scalar(select(func.count()).select_from(table)) or 0


async def test_the_starter_content_loads(sqlite_url: str) -> None:
    engine = create_engine(sqlite_url)
    report = await load(sessions(engine), [CONTENT], date(2026, 4, 1), production=False)
    assert [str(fault) for fault in report.errors] == []
    async with sessions(engine)() as session:
        assert await _count(session, Programme) + await _count(session, Office) >= 86
        assert all([await _count(session, table) for table in (Article, SurveyFigure)])
        assert await _count(session, TrainingEvent) > 0
        real = select(TrainingEvent.id).where(TrainingEvent.is_sample.is_(False))
        assert list(await session.scalars(real)) == []
        office = await head_office(session)
        assert office is not None
        assert office.contact.phone
        for words in ("SAAF", "سآف", "saaf loan"):
            assert (await search(session, words))[0].id == "sbp-saaf"
    await engine.dispose()


async def test_there_is_one_head_office_and_no_replacement_is_closed(sqlite_url: str) -> None:
    engine = create_engine(sqlite_url)
    await load(sessions(engine), [CONTENT], date(2026, 4, 1), production=False)
    async with sessions(engine)() as session:
        replaced = select(Programme.replaced_by).where(Programme.replaced_by.is_not(None))
        for programme in await session.scalars(replaced):
            assert (await session.get_one(Programme, programme)).status != "closed"
        heads = select(Office.id).where(Office.head_office)
        assert len(list(await session.scalars(heads))) == 1
    await engine.dispose()
