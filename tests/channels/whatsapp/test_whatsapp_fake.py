"""The fake Cloud API as a whole: it sends webhooks as Meta does, and runs as a process."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import uvicorn
from fakes.whatsapp_payloads import update, value
from fastapi import FastAPI

from bot.channels import errors
from bot.channels.events import Receipt
from bot.channels.port import Envelope, Part
from bot.channels.whatsapp import WhatsAppChannel
from bot.messages import Incoming

TEXT = Part("text", {"body": "Salam"})
PHONE = "923001234567"


@pytest.fixture
def webhook_url(channel: WhatsAppChannel) -> Iterator[str]:
    """The channel's webhook on a real socket; the database's errors are 503 there."""
    app = FastAPI()
    assert channel.router is not None
    app.include_router(channel.router)
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off"))
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/webhooks/whatsapp"
        server.should_exit = server.force_exit = True
        thread.join(5)


@pytest.fixture
def fake(whatsapp_server: Any, account: Any, webhook_url: str) -> Any:
    """The fake, subscribed to nothing but this webhook."""
    assert whatsapp_server.control("webhook", url=webhook_url) == {"verified": True}
    yield whatsapp_server
    whatsapp_server.deliveries.url = ""


def until(condition: Any) -> None:
    """Wait a few seconds at most."""
    deadline = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_wrong_verify_token_is_told(fake: Any, webhook_url: str) -> None:
    told = fake.control("webhook", url=webhook_url, verify_token="wrong")
    assert told == {"verified": False}


def test_a_person_writes(fake: Any, desk: Any) -> None:
    told = fake.control("inbound", **{"from": PHONE, "text": "قرضہ", "name": "Ali"})
    assert told["statuses"] == [200]
    (incoming,) = desk.events
    assert isinstance(incoming, Incoming)
    assert (incoming.text, incoming.external_id) == ("قرضہ", told["id"])


def test_it_delivers_again_until_the_desk_has_stored(fake: Any, desk: Any) -> None:
    desk.is_down = True
    fake.control("inbound", **{"from": PHONE, "wait": False})
    until(lambda: len(fake.deliveries.record[-1]["statuses"]) >= 2)
    assert desk.events == []
    desk.is_down = False
    until(lambda: fake.deliveries.record[-1]["acknowledged"])
    assert len(desk.events) == 1


def test_it_repeats_deliveries(fake: Any, desk: Any) -> None:
    told = fake.control("inbound", **{"from": PHONE, "repeat": 5})
    until(lambda: len(desk.events) == 5)
    assert {event.external_id for event in desk.events} == {told["id"]}


def test_a_webhook_as_given(fake: Any, desk: Any) -> None:
    made = update(value(messages=[None]))
    assert fake.control("update", update=made) == {"statuses": [200]}
    assert len(desk.events) == 1


async def test_statuses_come_in_the_wrong_order_and_twice(
    channel: WhatsAppChannel, fake: Any, desk: Any
) -> None:
    fake.control("rules", statuses=["sent", "delivered", "read"], scrambled=True)
    message_id = await channel.send(TEXT, Envelope(PHONE, "outbox:1"))
    until(lambda: len(desk.events) == 6)
    assert {event.provider_id for event in desk.events} == {message_id}
    assert sorted(event.status for event in desk.events) == sorted(
        ["sent", "delivered", "read"] * 2
    )


async def test_a_status_tells_what_became_of_an_unsure_message(
    channel: WhatsAppChannel, fake: Any, desk: Any, account: Any
) -> None:
    fake.control("rules", statuses=["sent"])
    fake.control("faults", kind="drop_after")
    with pytest.raises(errors.Unsure):
        await channel.send(TEXT, Envelope(PHONE, "outbox:2"))
    until(lambda: desk.events)
    (receipt,) = desk.events
    assert isinstance(receipt, Receipt)
    assert (receipt.tag, receipt.status) == ("outbox:2", "sent")
    assert len(account.sent) == 1


def test_a_failed_status_on_demand(fake: Any, desk: Any) -> None:
    fake.control("status", id="wamid.1", status="failed", tag="t", code=131047)
    (receipt,) = desk.events
    assert (receipt.error_code, receipt.failure) == ("131047", "window")


def test_it_runs_as_a_process_of_its_own() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "tests.fakes.whatsapp_server", "--port", str(port)]
    process = subprocess.Popen(command)
    try:
        url = f"http://127.0.0.1:{port}/control"
        until(lambda: is_up(url))
        assert httpx.post(f"{url}/faults", json={"kind": "drop_after"}).json() == {"waiting": 1}
        assert httpx.post(f"{url}/reset", json={}).json() == {}
        assert httpx.get(f"{url}/record").json()["sent"] == []
    finally:
        process.terminate()
        process.wait(5)


def is_up(url: str) -> bool:
    try:
        return httpx.get(f"{url}/record").status_code == 200
    except httpx.HTTPError:
        return False
