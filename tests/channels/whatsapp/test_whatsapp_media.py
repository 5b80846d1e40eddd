"""Files that people sent."""

import hashlib
from typing import Any

import pytest

from bot.channels import errors
from bot.channels.whatsapp import WhatsAppChannel

VOICE = b"OggS" + bytes(5000)


@pytest.fixture
def voice(account: Any) -> str:
    """A voice message at the fake."""
    account.files["77001"] = (VOICE, "audio/ogg")
    return "77001"


async def test_a_file_comes_with_its_type(channel: WhatsAppChannel, voice: str) -> None:
    file = await channel.fetch(voice, 10_000)
    assert hashlib.sha256(file.content).digest() == hashlib.sha256(VOICE).digest()
    assert file.mime == "audio/ogg"


async def test_a_file_that_is_gone_is_final(channel: WhatsAppChannel) -> None:
    """A media id is good for 7 days; afterwards the Cloud API does not know it."""
    with pytest.raises(errors.Final):
        await channel.fetch("99999", 10_000)


async def test_a_file_that_is_too_large_is_final(channel: WhatsAppChannel, voice: str) -> None:
    with pytest.raises(errors.Final) as caught:
        await channel.fetch(voice, 5000)
    assert caught.value.code == "media_too_large"


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/secret",
        "http://169.254.169.254/latest/meta-data",
        "https://lookaside.fbsbx.com.evil.example/x",
        "http://lookaside.fbsbx.com/x",
        "https://lookaside.fbsbx.com:8443/x",
        "https://user@lookaside.fbsbx.com/x",
        "file:///etc/passwd",
        "//evil.example/x",
        "/relative",
        "http://[",
    ],
)
async def test_the_token_goes_to_no_other_host(
    channel: WhatsAppChannel, account: Any, voice: str, address: str
) -> None:
    account.addresses[voice] = address
    with pytest.raises(errors.Final) as caught:
        await channel.fetch(voice, 10_000)
    assert caught.value.code == "media_host"


async def test_redirects_are_not_followed(
    channel: WhatsAppChannel, account: Any, voice: str
) -> None:
    account.faults.add("redirect", where="download", http=302, location="http://127.0.0.1:9/x")
    with pytest.raises(errors.Final):
        await channel.fetch(voice, 10_000)


@pytest.mark.parametrize("where", ["lookup", "download"])
@pytest.mark.parametrize("kind", ["drop_before", "gateway"])
async def test_a_broken_fetch_may_be_tried_again(
    channel: WhatsAppChannel, account: Any, voice: str, where: str, kind: Any
) -> None:
    account.faults.add(kind, where=where, http=502)
    with pytest.raises(errors.Temporary):
        await channel.fetch(voice, 10_000)
    assert (await channel.fetch(voice, 10_000)).content == VOICE


@pytest.mark.parametrize("media_id", ["../me", "1/2", "", "x" * 200, "1?fields=token"])
async def test_an_id_is_never_a_path(channel: WhatsAppChannel, media_id: str) -> None:
    with pytest.raises(errors.Final):
        await channel.fetch(media_id, 10_000)


async def test_a_wrong_token_stops_the_channel(
    whatsapp_server: Any, voice: str, channel_at: Any
) -> None:
    channel = channel_at(whatsapp_server.url, token="revoked")
    with pytest.raises(errors.ChannelStopped):
        await channel.fetch(voice, 10_000)
    await channel.stop()
