"""A desk on a temporary database with an engine that answers as told."""

from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio
from desk_client import client_of
from fake_engine import FakeEngine
from fastapi import FastAPI

from bot.app import create_app
from bot.desk import Desk
from bot.settings import Settings


@pytest.fixture
def engine() -> FakeEngine:
    """An engine that echoes."""
    return FakeEngine()


@pytest.fixture
def settings(sqlite_url: str) -> Settings:
    """Settings that no environment changes, with little patience."""
    return Settings(
        _env_file=None,
        database_url=sqlite_url,
        engine_patience=1.5,
        messages_per_minute=200,
        address_messages_per_minute=2000,
        actions_url="http://127.0.0.1:1",
    )


@pytest_asyncio.fixture
async def app(settings: Settings, engine: FakeEngine) -> AsyncIterator[FastAPI]:
    """The started application."""
    app = create_app(settings, engine)
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture
def desk(app: FastAPI) -> Desk:
    """The parts of the started application."""
    desk: Desk = app.state.desk
    return desk


@pytest_asyncio.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the application."""
    async with client_of(app) as client:
        yield client


@pytest.fixture
def conversation() -> str:
    """A new web conversation's id."""
    return f"web:{uuid4()}"
