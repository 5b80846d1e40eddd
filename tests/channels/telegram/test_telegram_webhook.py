"""The webhook: only Telegram is heard, and only what is stored is acknowledged."""

import httpx
import pytest
from fastapi import FastAPI

from bot.channels.events import Garbled
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram.webhook import SECRET_HEADER, secret_of
from bot.messages import Incoming
from tests.channels.telegram.conftest import FakeDesk, until
from tests.fakes import telegram_updates as updates
from tests.fakes.loopback import serving
from tests.fakes.telegram_server import TOKEN, FakeTelegram

PROOF = {SECRET_HEADER: secret_of(TOKEN)}


async def post(url: str, body: bytes, headers: dict[str, str]) -> int:
    async with httpx.AsyncClient(trust_env=False, timeout=20) as client:
        return (await client.post(url, content=body, headers=headers)).status_code


@pytest.mark.parametrize(
    "headers",
    [{}, {SECRET_HEADER: ""}, {SECRET_HEADER: "wrong"}, {SECRET_HEADER: secret_of(TOKEN)[:-1]}],
)
async def test_a_forged_post_is_refused_and_nothing_is_stored(
    webhook_url: str, desk: FakeDesk, headers: dict[str, str]
) -> None:
    assert await post(webhook_url, b'{"update_id": 1}', headers) == 403
    assert await post(webhook_url, b"no json", headers) == 403
    assert desk.batches == []


def test_the_secret_is_what_telegram_allows_and_tells_nothing_of_the_token() -> None:
    secret = secret_of(TOKEN)
    assert 1 <= len(secret) <= 256
    assert secret.isalnum()
    assert TOKEN not in secret and secret == secret_of(TOKEN) != secret_of(TOKEN + "x")


async def test_the_webhook_is_announced_with_secret_and_kinds(
    webhook_url: str, fake: FakeTelegram
) -> None:
    given = fake.calls("setWebhook")[0].parameters
    assert given["url"] == webhook_url
    assert webhook_url.endswith("/webhooks/telegram")
    assert given["secret_token"] == secret_of(TOKEN)
    assert "message_reaction" in given["allowed_updates"]
    assert given.get("drop_pending_updates", "false").lower() == "false"
    assert fake.calls("getUpdates") == []


async def test_what_telegram_delivers_is_stored(
    webhook_url: str, fake: FakeTelegram, desk: FakeDesk
) -> None:
    ids = await fake.deliver(updates.text("first"), updates.text("second"), updates.press("ref:1"))
    await until(lambda: sorted(fake.state.acknowledged) == ids)
    assert [event.text for event in desk.events if isinstance(event, Incoming)][:2] == [
        "first",
        "second",
    ]
    await until(lambda: fake.state.answered)


async def test_repeated_and_shuffled_deliveries_keep_their_ids(
    webhook_url: str, fake: FakeTelegram, desk: FakeDesk
) -> None:
    fake.deliveries.repeat, fake.deliveries.shuffle = 5, True
    await fake.deliver(*(updates.text(f"{number}") for number in range(10)))
    await until(lambda: len(desk.events) == 50)
    told = [(e.external_id, e.text) for e in desk.events if isinstance(e, Incoming)]
    assert len(set(told)) == 10


async def test_what_could_not_be_stored_is_delivered_again(
    webhook_url: str, fake: FakeTelegram, desk: FakeDesk
) -> None:
    """An error of `receive` passes through; the desk's app makes it a 503."""
    desk.failures = 2
    await fake.deliver(updates.text("first"))
    await until(lambda: fake.state.acknowledged)
    assert [entry["status"] for entry in fake.deliveries.log] == [500, 500, 200]
    assert len(desk.events) == 1


@pytest.mark.parametrize(
    "body", [b"", b"no json", b"[]", b"\xff", b'{"update_id": 1, "message": 5}']
)
async def test_an_unreadable_update_is_kept_and_acknowledged(
    webhook_url: str, desk: FakeDesk, body: bytes
) -> None:
    assert await post(webhook_url, body, PROOF) == 200
    assert all(isinstance(event, Garbled) for event in desk.events)
    assert len(desk.events) == 1


async def test_an_update_that_is_not_for_us_is_acknowledged(
    webhook_url: str, desk: FakeDesk
) -> None:
    assert await post(webhook_url, b'{"update_id": 1, "poll": null}', PROOF) == 200
    assert desk.batches == []


@pytest.mark.parametrize(("size", "status"), [(3 * 1024 * 1024 + 1, 413), (4_000_000, 413)])
async def test_a_body_beyond_3_mb_is_refused(
    webhook_url: str, desk: FakeDesk, size: int, status: int
) -> None:
    assert await post(webhook_url, b"x" * size, PROOF) == status
    assert desk.batches == []


async def test_until_the_bots_name_is_known_a_groups_message_is_asked_for_again(
    fake: FakeTelegram, desk: FakeDesk
) -> None:
    fake.fault("error", "getMe", times=-1)
    app = FastAPI()
    async with serving(app) as url:
        channel = TelegramChannel(TOKEN, fake.url, url, pause=0.02)
        assert channel.router is not None
        app.include_router(channel.router)
        await channel.start(desk.receive, desk.hold)
        body = httpx.Request(
            "POST", url, json={"update_id": 1, **updates.text("hi", chat=updates.group())}
        ).content
        assert await post(f"{url}/webhooks/telegram", body, PROOF) == 503
        private = httpx.Request("POST", url, json={"update_id": 2, **updates.text("hi")}).content
        assert await post(f"{url}/webhooks/telegram", private, PROOF) == 200
        await channel.stop()


async def test_before_the_start_nothing_is_acknowledged(fake: FakeTelegram) -> None:
    app = FastAPI()
    async with serving(app) as url:
        channel = TelegramChannel(TOKEN, fake.url, url)
        assert channel.router is not None
        app.include_router(channel.router)
        assert await post(f"{url}/webhooks/telegram", b'{"update_id": 1}', PROOF) == 503
        await channel.stop()
