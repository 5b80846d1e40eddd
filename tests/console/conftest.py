"""A whole desk with its console, on a temporary database."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from console_desk import ConsoleDesk

from bot.app import create_app
from bot.engine import Engine
from bot.messages import BotMessage, Reply
from bot.settings import Settings


class Silent(Engine):
    """An engine that has one answer."""

    async def reply(self, conversation_id: str, text: str, metadata: object) -> Reply:
        return Reply((BotMessage("How can I help?"),), "en", "greet")

    async def is_ready(self) -> bool:
        return True


def settings_of(database_url: str) -> Settings:
    """Settings that no environment changes."""
    return Settings(_env_file=None, database_url=database_url, actions_url="http://127.0.0.1:1")


@pytest_asyncio.fixture
async def console_desk(sqlite_url: str) -> AsyncIterator[ConsoleDesk]:
    """A started desk on SQLite."""
    app = create_app(settings_of(sqlite_url), Silent(), channels=())
    async with app.router.lifespan_context(app):
        yield ConsoleDesk(app)


@pytest_asyncio.fixture
async def any_console_desk(database_url: str) -> AsyncIterator[ConsoleDesk]:
    """A started desk on each kind of database in turn."""
    app = create_app(settings_of(database_url), Silent(), channels=())
    async with app.router.lifespan_context(app):
        yield ConsoleDesk(app)


@pytest.fixture
def console_files() -> Path:
    """Where the console's styles and scripts are."""
    return Path(__file__).parents[2] / "bot" / "console" / "static"
