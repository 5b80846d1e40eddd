"""A whole desk on loopback between a browser and the fakes of two providers."""

import asyncio
import shutil
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeVar

import uvicorn
from fastapi import FastAPI
from sqlalchemy import update

from bench.processes import free_port
from bot.__main__ import DeskServer
from bot.app import create_app
from bot.desk import Desk
from bot.messages import BotMessage, Button, Reply
from bot.settings import Settings
from bot.tables.teams import team_table
from programmes.database import create_engine, sessions
from programmes.loading import load
from tests.bot.fake_engine import FakeEngine
from tests.fakes.loopback import configuration
from tests.fakes.telegram_server import TOKEN, FakeTelegram
from tests.fakes.whatsapp_server import WhatsAppServer
from tests.fakes.whatsapp_state import Rules

ROOT: Final = Path(__file__).resolve().parents[2]
_PATIENCE: Final = 30.0
Given = TypeVar("Given")


def answered(text: str) -> Reply:
    """What the assistant says: it passes on who asks for a person, and asks others back."""
    if "person" in text.lower():
        details = {"intent": "talk_to_human", "handoff": "asked"}
        return Reply((), "en", "talk_to_human", details)
    asked = BotMessage(
        "Which city is your business in?",
        (Button("Lahore", "/inform"), Button("Karachi", "/inform")),
    )
    details = {"intent": "list_programmes", "entities": [{"entity": "topic", "value": "loan"}]}
    return Reply((asked,), "en", "list_programmes", details)


class WholeDesk:
    """The running desk. What tests do with its database runs in its own event loop."""

    def __init__(self, root: Path, telegram_url: str, whatsapp_url: str) -> None:
        port = free_port()
        self.url, self.root = f"http://127.0.0.1:{port}", root
        self.telegram_url, self.whatsapp_url = telegram_url, whatsapp_url
        self.engine = FakeEngine(answer=answered)
        self.app = create_app(self._settings(port), self.engine)
        config = uvicorn.Config(
            self.app, port=port, log_level="error", access_log=False, timeout_graceful_shutdown=2
        )
        self._server = DeskServer(config, self.desk)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def desk(self) -> Desk:
        """Its parts."""
        desk: Desk = self.app.state.desk
        return desk

    def do(self, work: Callable[[Desk], Awaitable[Given]]) -> Given:
        """Do something with the desk's parts, in its event loop."""
        assert self._loop is not None

        async def done() -> Given:
            return await work(self.desk)

        return asyncio.run_coroutine_threadsafe(done(), self._loop).result(_PATIENCE)

    def start(self) -> None:
        """Serve until `stop`."""
        _remember_loop(self.app, self)
        self._thread.start()
        _wait(lambda: self._server.started)

    def stop(self) -> None:
        """End the desk and its streams."""
        self._server.should_exit = True
        self._thread.join(_PATIENCE)

    def runs_in(self, loop: asyncio.AbstractEventLoop) -> None:
        """The desk's event loop, once it runs."""
        self._loop = loop

    def _settings(self, port: int) -> Settings:
        rules = Rules()
        given: dict[str, Any] = {
            "port": port,
            "root": self.root,
            "database_url": f"sqlite+aiosqlite:///{self.root / 'var' / 'rahbar.db'}",
            "public_url": self.url,
            "messages_per_minute": 500,
            "address_messages_per_minute": 5000,
            "telegram_token": TOKEN,
            "telegram_api_url": self.telegram_url,
            "whatsapp_token": rules.token,
            "whatsapp_phone_id": rules.phone_id,
            "whatsapp_business_id": rules.business_id,
            "whatsapp_app_secret": rules.app_secret,
            "whatsapp_verify_token": rules.verify_token,
            "whatsapp_graph_url": self.whatsapp_url,
        }
        return Settings(_env_file=None, **given)


@contextmanager
def whole_desk(folder: Path, template: Path) -> Iterator[WholeDesk]:
    """Fakes and desk on a database with the real programmes; staff pick what waits."""
    (folder / "var").mkdir()
    (folder / "data").symlink_to(ROOT / "data")
    database = folder / "var" / "rahbar.db"
    shutil.copy(template, database)
    asyncio.run(_programmes(f"sqlite+aiosqlite:///{database}"))
    rules = Rules(number_rate=0, statuses=("sent", "delivered", "read"))
    with WhatsAppServer(rules) as whatsapp, _telegram() as telegram_url:
        whole = WholeDesk(folder, telegram_url, whatsapp.url)
        whatsapp.deliveries.url = f"{whole.url}/webhooks/whatsapp"
        whole.start()
        try:
            whole.do(_nothing_is_assigned)
            yield whole
        finally:
            whole.stop()


def _remember_loop(app: FastAPI, whole: WholeDesk) -> None:
    inner = app.router.lifespan_context

    def with_loop(started: FastAPI) -> Any:
        whole.runs_in(asyncio.get_running_loop())
        return inner(started)

    app.router.lifespan_context = with_loop


async def _programmes(url: str) -> None:
    engine = create_engine(url)
    await load(
        sessions(engine), [ROOT / "data" / "programmes"], date(2026, 11, 23), production=True
    )
    await engine.dispose()


async def _nothing_is_assigned(desk: Desk) -> None:
    async with desk.store.write() as connection:
        await connection.execute(update(team_table).values(assignment="manual"))


@contextmanager
def _telegram() -> Iterator[str]:
    port = free_port()
    server = uvicorn.Server(configuration(FakeTelegram().app, host="127.0.0.1", port=port))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    _wait(lambda: server.started)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(_PATIENCE)


def _wait(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + _PATIENCE
    while not condition():
        assert time.monotonic() < until, "a server did not start"
        time.sleep(0.02)
