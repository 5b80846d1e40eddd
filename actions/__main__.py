"""Starts the action server: ``python -m actions``. The process's composition root."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import uvicorn
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette

from actions.action import GuardedAction, Services
from actions.helpline import Helpline
from actions.names import INTENTS
from actions.registry import answer
from actions.server import create_app
from actions.settings import ActionSettings
from locales import Speaker
from programmes.database import create_engine, sessions

log = logging.getLogger("actions")


def build(settings: ActionSettings) -> Starlette:
    """Build everything that the server needs; nothing connects before it starts."""
    engine = create_engine(settings.database_url)
    services = Services(
        sessions(engine),
        Speaker(settings.root / "locales"),
        Helpline(_now),
        _now,
        settings.actions_time_limit,
    )

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await _first_look(services)
        yield
        await engine.dispose()

    actions = [GuardedAction(intent, answer, services) for intent in INTENTS]
    return create_app(actions, lifespan)


async def _first_look(services: Services) -> None:
    """Connect, and learn the helpline's number for the case that the database fails later."""
    try:
        async with services.sessions() as session:
            await services.helpline.office(session)
    except SQLAlchemyError as error:
        log.warning("the database does not answer yet error=%s", type(error).__name__)


def _now() -> datetime:
    return datetime.now(UTC)


def main() -> None:
    """Serve until stopped."""
    settings = ActionSettings()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("rasa_sdk").setLevel(logging.WARNING)
    uvicorn.run(
        build(settings),
        host=settings.actions_host,
        port=settings.actions_port,
        access_log=False,
        log_level="warning",
        timeout_keep_alive=75,
    )


if __name__ == "__main__":
    main()
