"""The database: migrations, settings of SQLite, value columns, on both kinds of database."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from programmes.database import Base, create_engine, upgrade
from programmes.models import Ticket
from programmes.tickets import open_ticket

pytestmark = pytest.mark.asyncio


def _programme_tables() -> set[str]:
    return {
        table.name
        for mapper in Base.registry.mappers
        if mapper.class_.__module__.startswith("programmes.")
        for table in mapper.tables
    }


def _differences(connection: Connection) -> list[str]:
    ours = _programme_tables()

    def of_ours(thing: object, name: str | None, kind: str, *_: object) -> bool:
        return kind != "table" or name in ours

    context = MigrationContext.configure(connection, opts={"include_object": of_ours})
    differences = compare_metadata(context, Base.metadata)
    # The index over an expression stands in the migration only; no model can tell it.
    return [str(each) for each in differences if "ix_search_document_text" not in str(each)]


async def test_migrations_build_what_the_models_say(empty_database_url: str) -> None:
    await upgrade(empty_database_url)
    engine = create_engine(empty_database_url)
    async with engine.connect() as connection:
        assert await connection.run_sync(_differences) == []
    await engine.dispose()


async def test_upgrading_again_does_nothing(empty_database_url: str) -> None:
    await upgrade(empty_database_url)
    await upgrade(empty_database_url)
    engine = create_engine(empty_database_url)
    async with engine.connect() as connection:
        tables = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
    await engine.dispose()
    assert _programme_tables() <= set(tables)


async def test_sqlite_keeps_foreign_keys_and_a_write_ahead_log(sqlite_url: str) -> None:
    engine = create_engine(sqlite_url)
    async with engine.connect() as connection:
        values = [
            (await connection.execute(text(f"PRAGMA {name}"))).scalar()
            for name in ("foreign_keys", "journal_mode", "synchronous", "busy_timeout")
        ]
    await engine.dispose()
    assert values == [1, "wal", 1, 5000]


async def test_a_missing_folder_of_the_file_is_made(tmp_path: object) -> None:
    engine = create_engine(f"sqlite+aiosqlite:///{tmp_path}/var/rahbar.db")
    async with engine.connect() as connection:
        assert (await connection.execute(text("SELECT 1"))).scalar() == 1
    await engine.dispose()


async def test_times_come_back_in_utc(database_sessions: async_sessionmaker[AsyncSession]) -> None:
    async with database_sessions.begin() as session:
        ticket = await open_ticket(session, "human", "web:1", {"wish": "بات کرنی ہے"}, "key")
        karachi = datetime(2026, 4, 1, 9, 0, tzinfo=timezone(timedelta(hours=5)))
        ticket.created_at = karachi
    async with database_sessions() as session:
        again = await session.get_one(Ticket, ticket.reference)
    assert again.created_at == karachi
    assert again.created_at.tzinfo is UTC
    assert again.summary == {"wish": "بات کرنی ہے"}
