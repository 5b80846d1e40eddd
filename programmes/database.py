"""The database: its declarative base, engines, sessions and migrations."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, event, make_url
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import DeclarativeBase

from programmes.column_types import (
    JSON_VALUE,
    ContactValue,
    CriteriaValue,
    TranslatedText,
    TranslatedTexts,
    UtcDateTime,
)
from programmes.contact import Contact
from programmes.criteria import Criteria
from programmes.sqlite_connection import connect
from programmes.translated import Translated

MIGRATIONS = Path(__file__).parent / "migrations"
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=5000",
)


class Base(DeclarativeBase):
    """Every table of the project hangs on this base, the desk's own tables too."""

    type_annotation_map: ClassVar[dict[Any, Any]] = {
        Translated: TranslatedText(),
        list[Translated]: TranslatedTexts(),
        list[str]: JSON_VALUE,
        dict[str, Any]: JSON_VALUE,
        Contact: ContactValue(),
        Criteria: CriteriaValue(),
        datetime: UtcDateTime(),
    }


def create_engine(url: str) -> AsyncEngine:
    """Build an engine for an SQLite or PostgreSQL URL; nothing connects yet."""
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite_engine(url)
    return create_async_engine(url, json_serializer=_json, pool_pre_ping=True, hide_parameters=True)


def sessions(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    """Sessions whose objects stay readable after the commit."""
    return async_sessionmaker(engine, expire_on_commit=False)


async def upgrade(url: str) -> None:
    """Bring the database's tables to the newest migration; safe to call again."""
    engine = create_engine(url)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_upgrade)
    finally:
        await engine.dispose()


def alembic_config() -> Config:
    """The Alembic configuration; there is no ini file."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        # Two processes may start at once; the second waits and then finds nothing to do.
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7264227)")
    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _sqlite_engine(url: str) -> AsyncEngine:
    file = make_url(url).database
    if file and file != ":memory:":
        Path(file).parent.mkdir(parents=True, exist_ok=True)
    engine = create_async_engine(
        url,
        json_serializer=_json,
        hide_parameters=True,
        connect_args={"async_creator_fn": connect},
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: Any, record: Any) -> None:
        cursor = connection.cursor()
        for pragma in SQLITE_PRAGMAS:
            cursor.execute(pragma)
        cursor.close()

    return engine


def _json(value: Any) -> str:
    # Urdu stays readable in the database file.
    return json.dumps(value, ensure_ascii=False)
