"""The gazetteer: every name of the database, written whole and only when it differs."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from programmes.gazetteer import export
from programmes.models import Alias

pytestmark = pytest.mark.asyncio
Sessions = async_sessionmaker[AsyncSession]


async def test_names_of_everything_that_users_name(loaded: Sessions, tmp_path: Path) -> None:
    file = tmp_path / "var" / "gazetteer.json"
    async with loaded() as session:
        version = await export(session, file)
    written = json.loads(file.read_text(encoding="utf-8"))
    names = {(entry["entity"], entry["value"]): entry["aliases"] for entry in written["entries"]}
    assert written["version"] == version
    assert {entity for entity, _ in names} == {
        *("programme", "topic", "sector", "city", "province", "segment")
    }
    assert names["city", "Lahore"] == ["Lahore", "لاہور", "lhr", "lahor"]
    assert names["programme", "foreign-scheme"] == ["Faraway Scheme", "دور کی اسکیم", "faraway"]
    assert "opn door loan" in names["programme", "open-loan"]
    assert "Open Door Loan" in names["programme", "open-loan"]
    assert ("programme", "small-survey") not in names
    assert not list(file.parent.glob(".gaz*"))


async def test_written_again_only_when_it_differs(loaded: Sessions, tmp_path: Path) -> None:
    file = tmp_path / "gazetteer.json"
    async with loaded.begin() as session:
        version = await export(session, file)
        written = file.stat().st_mtime_ns
        assert await export(session, file) == version
        assert file.stat().st_mtime_ns == written
        alias = await session.scalar(select(Alias).where(Alias.text == "lhr"))
        await session.delete(alias)
        assert await export(session, file) != version
    assert "lhr" not in file.read_text(encoding="utf-8")
