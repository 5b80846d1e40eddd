"""Staff on a temporary database; a console without the rest of the desk."""

from collections.abc import AsyncIterator
from types import SimpleNamespace

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from staff_room import Room, room

from bot.security_headers import SecurityHeaders
from bot.staff.routes import install
from bot.store import Store
from programmes.database import create_engine


@pytest_asyncio.fixture
async def store(sqlite_url: str) -> AsyncIterator[Store]:
    """A store on SQLite."""
    engine = create_engine(sqlite_url)
    yield Store(engine)
    await engine.dispose()


@pytest_asyncio.fixture
async def either_store(database_url: str) -> AsyncIterator[Store]:
    """A store on each kind of database in turn."""
    engine = create_engine(database_url)
    yield Store(engine)
    await engine.dispose()


@pytest.fixture
def staff(store: Store) -> Room:
    """Staff on SQLite."""
    return room(store)


@pytest.fixture
def staff_anywhere(either_store: Store) -> Room:
    """Staff on each kind of database in turn."""
    return room(either_store)


@pytest.fixture
def console(staff: Room) -> FastAPI:
    """The pages of access."""
    app = FastAPI()
    app.state.desk = SimpleNamespace(store=staff.store)
    app.state.staff_access = staff.access
    install(app)
    app.add_middleware(SecurityHeaders)
    return app


@pytest_asyncio.fixture
async def browser(console: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A browser on the console's own site, over https."""
    headers = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}
    transport = httpx.ASGITransport(console)
    async with httpx.AsyncClient(
        transport=transport, base_url="https://desk.example", headers=headers
    ) as client:
        yield client
