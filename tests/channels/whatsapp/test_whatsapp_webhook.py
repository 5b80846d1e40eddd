"""The webhook: who may call it, and when it says that something is safe."""

import json
from typing import Any

import httpx
import pytest
from fakes.whatsapp_payloads import encoded, signature, text, update, value

from bot.channels.whatsapp import WhatsAppChannel

PATH = "/webhooks/whatsapp"
HANDSHAKE = {
    "hub.mode": "subscribe",
    "hub.verify_token": "a-verify-token",
    "hub.challenge": "1158201444",
}
SALAM = update(value(messages=[text("السلام علیکم")]))


async def test_handshake_echoes_the_challenge_as_text(webhook: httpx.AsyncClient) -> None:
    response = await webhook.get(PATH, params=HANDSHAKE)
    assert (response.status_code, response.text) == (200, "1158201444")
    assert response.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize("missing", HANDSHAKE)
async def test_handshake_without_a_parameter_is_forbidden(
    webhook: httpx.AsyncClient, missing: str
) -> None:
    params = {name: given for name, given in HANDSHAKE.items() if name != missing}
    assert (await webhook.get(PATH, params=params)).status_code == 403


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("hub.mode", "unsubscribe"),
        ("hub.verify_token", "another"),
        ("hub.verify_token", "ٹوکن"),
        ("hub.verify_token", ""),
        ("hub.challenge", ""),
        ("hub.challenge", "9" * 2000),
    ],
)
async def test_handshake_with_a_wrong_parameter_is_forbidden(
    webhook: httpx.AsyncClient, name: str, wrong: str
) -> None:
    assert (await webhook.get(PATH, params={**HANDSHAKE, name: wrong})).status_code == 403


@pytest.mark.parametrize("twice", HANDSHAKE)
async def test_handshake_with_a_duplicated_parameter_is_forbidden(
    webhook: httpx.AsyncClient, twice: str
) -> None:
    params = [*HANDSHAKE.items(), (twice, HANDSHAKE[twice])]
    assert (await webhook.get(PATH, params=params)).status_code == 403


async def test_escaped_urdu_passes_the_signature(post: Any, desk: Any) -> None:
    assert b"\\u06" in encoded(SALAM)
    assert (await post(SALAM)).status_code == 200
    assert [event.text for event in desk.events] == ["السلام علیکم"]


async def test_a_body_dumped_anew_fails(webhook: httpx.AsyncClient, desk: Any) -> None:
    headers = {"x-hub-signature-256": signature(encoded(SALAM), "an-app-secret")}
    anew = json.dumps(SALAM, ensure_ascii=False).encode()
    response = await webhook.post(PATH, content=anew, headers=headers)
    assert (response.status_code, desk.events) == (403, [])


async def test_a_flipped_byte_fails(webhook: httpx.AsyncClient, desk: Any) -> None:
    body = encoded(SALAM)
    headers = {"x-hub-signature-256": signature(body, "an-app-secret")}
    flipped = bytes([*body[:-1], body[-1] ^ 1])
    response = await webhook.post(PATH, content=flipped, headers=headers)
    assert (response.status_code, desk.events) == (403, [])


@pytest.mark.parametrize(
    "forged",
    [None, "", "sha256=", "sha256=" + "0" * 64, "sha1=" + "0" * 40, "sha256=\xe9\xff", "0" * 64],
)
async def test_an_absent_or_forged_signature_fails(
    webhook: httpx.AsyncClient, desk: Any, forged: str | None
) -> None:
    headers = {} if forged is None else {b"x-hub-signature-256": forged.encode("latin-1")}
    response = await webhook.post(PATH, content=encoded(SALAM), headers=headers)
    assert (response.status_code, desk.events) == (403, [])


async def test_the_bare_digest_without_its_prefix_fails(webhook: httpx.AsyncClient) -> None:
    body = encoded(SALAM)
    bare = signature(body, "an-app-secret").removeprefix("sha256=")
    response = await webhook.post(PATH, content=body, headers={"x-hub-signature-256": bare})
    assert response.status_code == 403


async def test_another_apps_secret_fails(post: Any, desk: Any) -> None:
    assert (await post(SALAM, "another-secret")).status_code == 403
    assert desk.events == []


async def test_four_megabytes_are_refused(post: Any, desk: Any) -> None:
    large = update(value(messages=[text("x" * 4 * 1024 * 1024)]))
    assert (await post(large)).status_code == 413
    assert desk.events == []


async def test_four_megabytes_of_unannounced_length_are_refused(
    webhook: httpx.AsyncClient,
) -> None:
    async def chunks() -> Any:
        for _ in range(64):
            yield b"x" * 65536

    assert (await webhook.post(PATH, content=chunks())).status_code == 413


async def test_two_megabytes_are_read(post: Any, desk: Any) -> None:
    large = update(value(messages=[text("x" * 2 * 1024 * 1024)]))
    assert (await post(large)).status_code == 200
    assert len(desk.events) == 1


async def test_it_is_not_acknowledged_while_the_desk_cannot_store(post: Any, desk: Any) -> None:
    desk.is_down = True
    assert (await post(SALAM)).status_code == 503
    desk.is_down = False
    assert (await post(SALAM)).status_code == 200
    assert len(desk.events) == 1


async def test_a_stopped_channel_acknowledges_nothing(
    channel: WhatsAppChannel, post: Any, desk: Any
) -> None:
    await channel.stop()
    assert (await post(SALAM)).status_code == 503
    assert desk.events == []


async def test_signed_nonsense_is_kept_and_acknowledged(post: Any, desk: Any) -> None:
    assert (await post(b"\xff{not json")).status_code == 200
    assert [event.reason for event in desk.events] == ["not_json"]


@pytest.mark.parametrize("empty", ["phone_id", "token", "app_secret", "verify_token"])
def test_an_empty_secret_is_refused(channel_at: Any, empty: str) -> None:
    with pytest.raises(ValueError, match="WhatsApp needs"):
        channel_at("http://127.0.0.1:1", **{empty: ""})
