"""A channel that talks to a fake Bot API, and what a desk would have stored."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio
from fastapi import FastAPI

from bot.channels.events import Event
from bot.channels.telegram import TelegramChannel
from tests.fakes.loopback import serving
from tests.fakes.telegram_server import TOKEN, FakeTelegram


class FakeDesk:
    """Stores events in a list; may fail or leave the polling to another."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.batches: list[list[Event]] = []
        self.failures = 0
        self.holds = True
        self.asked = 0

    async def receive(self, events: Sequence[Event]) -> None:
        if self.failures:
            self.failures -= 1
            raise ConnectionError("the database is away")
        self.batches.append(list(events))
        self.events += events

    async def hold(self) -> bool:
        self.asked += 1
        return self.holds


async def until(condition: Callable[[], object], seconds: float = 10) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)


@pytest.fixture
def wait() -> Callable[..., object]:
    return until


@pytest_asyncio.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram().running() as fake:
        yield fake


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest_asyncio.fixture
async def channel(fake: FakeTelegram) -> AsyncIterator[TelegramChannel]:
    """Connected, but neither polling nor with a webhook."""
    channel = TelegramChannel(TOKEN, fake.url, pause=0.02)
    yield channel
    await channel.stop()


@pytest_asyncio.fixture
async def polling(
    channel: TelegramChannel, fake: FakeTelegram, desk: FakeDesk
) -> AsyncIterator[TelegramChannel]:
    """A channel that polls."""
    await channel.start(desk.receive, desk.hold)
    await until(lambda: fake.calls("getUpdates"))
    yield channel


@pytest_asyncio.fixture
async def webhook_url(fake: FakeTelegram, desk: FakeDesk) -> AsyncIterator[str]:
    """The address of an app with the webhook of a channel that announced it."""
    app = FastAPI()
    async with AsyncExitStack() as stack:
        url = await stack.enter_async_context(serving(app))
        channel = TelegramChannel(TOKEN, fake.url, url, pause=0.02)
        assert channel.router is not None
        app.include_router(channel.router)
        await channel.start(desk.receive, desk.hold)
        stack.push_async_callback(channel.stop)
        await until(lambda: fake.state.webhook.url)
        yield fake.state.webhook.url
