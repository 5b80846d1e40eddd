"""A WhatsApp channel on a fake Cloud API, and its webhook in this process."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, field

import httpx
import pytest
import pytest_asyncio
from fakes.whatsapp_payloads import encoded, signature
from fakes.whatsapp_server import WhatsAppServer
from fakes.whatsapp_state import Account, Rules
from fastapi import FastAPI, Response

from bot.channels.events import Event
from bot.channels.whatsapp import WhatsAppChannel

RULES = Rules(window=None, number_rate=0)


@dataclass
class Desk:
    """What stands behind the channel: it stores in memory, or fails as a database does."""

    events: list[Event] = field(default_factory=list)
    is_down: bool = False

    async def receive(self, events: Sequence[Event]) -> None:
        if self.is_down:
            raise ConnectionError("database")
        self.events.extend(events)

    async def hold(self) -> bool:
        return True


@pytest.fixture(scope="session")
def whatsapp_server() -> Iterator[WhatsAppServer]:
    """One fake Cloud API for all tests."""
    with WhatsAppServer() as server:
        yield server


@pytest.fixture
def account(whatsapp_server: WhatsAppServer) -> Account:
    """The fake's account, empty, without window and limits."""
    whatsapp_server.account.clear()
    whatsapp_server.account.rules = Rules(window=None, number_rate=0)
    return whatsapp_server.account


@pytest.fixture
def desk() -> Desk:
    """A desk that only remembers."""
    return Desk()


@pytest_asyncio.fixture
async def channel(
    whatsapp_server: WhatsAppServer, account: Account, desk: Desk
) -> AsyncIterator[WhatsAppChannel]:
    """A started channel that calls the fake."""
    channel = make_channel(whatsapp_server.url)
    await channel.start(desk.receive, desk.hold)
    yield channel
    await channel.stop()


def make_channel(url: str, **fields: str) -> WhatsAppChannel:
    """A channel with the fake's secrets."""
    given = {
        "phone_id": RULES.phone_id,
        "token": RULES.token,
        "app_secret": RULES.app_secret,
        "verify_token": RULES.verify_token,
        "graph_url": url,
        **fields,
    }
    return WhatsAppChannel(**given)  # type: ignore[arg-type]


@pytest.fixture
def channel_at(account: Account) -> Callable[..., WhatsAppChannel]:
    """Makes channels for other addresses and secrets."""
    return make_channel


@pytest_asyncio.fixture
async def webhook(channel: WhatsAppChannel) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the channel's webhook."""
    app = FastAPI()
    assert channel.router is not None
    app.include_router(channel.router)
    # As the desk does: what the database raises becomes 503.
    app.add_exception_handler(ConnectionError, _unavailable)
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk") as client:
        yield client


async def _unavailable(_: object, __: Exception) -> Response:
    return Response(status_code=503)


@pytest.fixture
def post(webhook: httpx.AsyncClient) -> Callable[..., object]:
    """Posts an update as Meta signs it."""

    async def signed(update: object, secret: str = RULES.app_secret) -> httpx.Response:
        body = update if isinstance(update, bytes) else encoded(update)
        headers = {"x-hub-signature-256": signature(body, secret)}
        return await webhook.post("/webhooks/whatsapp", content=body, headers=headers)

    return signed
