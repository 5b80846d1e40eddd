"""Sending through pywa to the fake Cloud API, and what is made of broken connections."""

import asyncio
import logging
import socket
from typing import Any

import httpx
import pytest

from bot.channels import errors
from bot.channels.port import Envelope, Part
from bot.channels.whatsapp import WhatsAppChannel
from bot.channels.whatsapp.failures import failure_of
from bot.messages import BotMessage, Button

PHONE = "923001234567"
TEXT = Part("text", {"body": "السلام علیکم", "preview_url": False})
ENVELOPE = Envelope(PHONE, "outbox:17")


async def test_a_message_arrives_with_its_tag(channel: WhatsAppChannel, account: Any) -> None:
    message_id = await channel.send(TEXT, ENVELOPE)
    (sent,) = account.sent
    assert (sent["id"], sent["to"], sent["tag"]) == (message_id, PHONE, "outbox:17")
    assert sent["body"]["text"] == {"body": "السلام علیکم", "preview_url": False}
    assert "recipient" not in sent["body"]


@pytest.mark.parametrize("user_id", ["PK.13491208655302741918", "PK.ENT.a1B2c3"])
async def test_a_person_without_a_number_is_written_to_by_user_id(
    channel: WhatsAppChannel, account: Any, user_id: str
) -> None:
    await channel.send(TEXT, Envelope(user_id, "t"))
    (sent,) = account.sent
    assert sent["body"]["recipient"] == user_id
    assert "to" not in sent["body"]


async def test_what_is_rendered_is_accepted(channel: WhatsAppChannel, account: Any) -> None:
    choices = tuple(Button(f"اسکیم {number}", f"ref:{number:022d}") for number in range(12))
    for message in (BotMessage("ہاں؟", choices[:3]), BotMessage("کون سی؟", choices)):
        for part in channel.render(message):
            await channel.send(part, ENVELOPE)
    kinds = [sent["body"]["interactive"]["type"] for sent in account.sent]
    assert kinds == ["button", "list", "list"]


async def test_a_dropped_socket_after_acceptance_is_unsure(
    channel: WhatsAppChannel, account: Any
) -> None:
    account.faults.add("drop_after")
    with pytest.raises(errors.Unsure):
        await channel.send(TEXT, ENVELOPE)
    assert [sent["tag"] for sent in account.sent] == ["outbox:17"]


async def test_a_dropped_socket_without_acceptance_is_unsure_too(
    channel: WhatsAppChannel, account: Any
) -> None:
    """From our side both look the same: a status with our tag will tell."""
    account.faults.add("drop_before")
    with pytest.raises(errors.Unsure):
        await channel.send(TEXT, ENVELOPE)
    assert account.sent == []
    assert await channel.send(TEXT, ENVELOPE)


async def test_a_send_is_one_request(channel: WhatsAppChannel, account: Any) -> None:
    account.faults.add("drop_after")
    with pytest.raises(errors.Unsure):
        await channel.send(TEXT, ENVELOPE)
    await asyncio.sleep(0.2)
    assert len(account.sent) == 1


async def test_a_refused_connection_is_surely_not_sent(channel_at: Any) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        channel = channel_at(f"http://127.0.0.1:{nobody.getsockname()[1]}")
        with pytest.raises(errors.Temporary):
            await channel.send(TEXT, ENVELOPE)
    await channel.stop()


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (httpx.ConnectError("x"), errors.Temporary),
        (httpx.ConnectTimeout("x"), errors.Temporary),
        (httpx.PoolTimeout("x"), errors.Temporary),
        (httpx.ProxyError("x"), errors.Temporary),
        (httpx.LocalProtocolError("x"), errors.Temporary),
        (httpx.UnsupportedProtocol("x"), errors.ChannelStopped),
        (httpx.ReadTimeout("x"), errors.Unsure),
        (httpx.WriteTimeout("x"), errors.Unsure),
        (httpx.ReadError("x"), errors.Unsure),
        (httpx.WriteError("x"), errors.Unsure),
        (httpx.RemoteProtocolError("x"), errors.Unsure),
        (ValueError("x"), errors.Unsure),
    ],
)
def test_each_way_of_breaking(error: Exception, kind: type[errors.SendError]) -> None:
    assert type(failure_of(error)) is kind


async def test_a_wrong_token_stops_the_channel(whatsapp_server: Any, channel_at: Any) -> None:
    channel = channel_at(whatsapp_server.url, token="revoked")
    with pytest.raises(errors.ChannelStopped) as caught:
        await channel.send(TEXT, ENVELOPE)
    assert caught.value.code == "190"
    await channel.stop()


async def test_nobody_to_send_to_is_final(channel: WhatsAppChannel) -> None:
    with pytest.raises(errors.Final):
        await channel.send(TEXT, Envelope("", "t"))


async def test_too_many_choices_would_be_refused(channel: WhatsAppChannel) -> None:
    """The fake keeps the rules, so that the tests of rendering mean something."""
    made = [{"type": "reply", "reply": {"id": str(n), "title": str(n)}} for n in range(4)]
    body = {"type": "button", "body": {"text": "x"}, "action": {"buttons": made}}
    with pytest.raises(errors.Final) as caught:
        await channel.send(Part("interactive", body), ENVELOPE)
    assert caught.value.code == "131009"


@pytest.mark.parametrize(("age", "is_open"), [(86_399, True), (86_401, False)])
async def test_the_window_closes_24_hours_after_the_person_wrote(
    channel: WhatsAppChannel, account: Any, age: int, is_open: bool
) -> None:
    account.rules.window = 24 * 3600.0
    account.heard(PHONE)
    account.ahead = float(age)
    if is_open:
        assert await channel.send(TEXT, ENVELOPE)
        return
    with pytest.raises(errors.WindowClosed):
        await channel.send(TEXT, ENVELOPE)


async def test_46_messages_at_once_to_one_person_meet_the_pair_limit(
    channel: WhatsAppChannel, account: Any
) -> None:
    for _ in range(45):
        await channel.send(TEXT, ENVELOPE)
    with pytest.raises(errors.Temporary) as caught:
        await channel.send(TEXT, ENVELOPE)
    assert caught.value.code == "131056"
    assert await channel.send(TEXT, Envelope("923339999999", "t"))


async def test_80_messages_a_second_count_those_that_people_send(
    channel: WhatsAppChannel, account: Any
) -> None:
    account.rules.number_rate = 80
    for _ in range(80):
        account.heard(PHONE)
    with pytest.raises(errors.Temporary) as caught:
        await channel.send(TEXT, ENVELOPE)
    assert caught.value.whole_channel


async def test_the_token_is_in_no_log(
    channel: WhatsAppChannel, account: Any, caplog: Any, capsys: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    await channel.send(TEXT, ENVELOPE)
    account.faults.add("error", code=190)
    with pytest.raises(errors.ChannelStopped):
        await channel.send(TEXT, ENVELOPE)
    await channel.show_typing(PHONE, "wamid.1")
    await channel.check()
    written = caplog.text + "".join(capsys.readouterr())
    assert account.rules.token not in written
    assert "علیکم" not in written
