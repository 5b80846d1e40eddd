"""Each way of failing is told apart, for the outbox does something else about each."""

import asyncio
import socket
from typing import Any

import pytest

from bot.channels.errors import (
    AddressChanged,
    ChannelStopped,
    Final,
    SendError,
    Temporary,
    Unreachable,
    Unsure,
)
from bot.channels.port import Envelope
from bot.channels.telegram import TelegramChannel
from bot.messages import BotMessage, Button
from tests.fakes.telegram_server import TOKEN, FakeTelegram

TO = Envelope("7", "tag")


async def send(
    channel: TelegramChannel,
    text: str = "Hello",
    to: Envelope = TO,
    buttons: tuple[Button, ...] = (),
) -> str:
    (part,) = channel.render(BotMessage(text, buttons))
    return await channel.send(part, to)


async def test_a_message_arrives_with_its_style_and_buttons(
    channel: TelegramChannel, fake: FakeTelegram
) -> None:
    provider_id = await send(channel, "Loans: see www.smeda.org", buttons=(Button("Yes", "ref:1"),))
    (message,) = fake.state.sent
    assert (str(message.message_id), message.chat_id) == (provider_id, "7")
    assert [entity["type"] for entity in message.entities] == ["bold", "text_link"]
    assert message.reply_markup == {
        "inline_keyboard": [[{"text": "Yes", "callback_data": "ref:1"}]]
    }
    assert '"is_disabled": true' in fake.calls("sendMessage")[0].parameters["link_preview_options"]


async def test_a_long_answer_arrives_whole(channel: TelegramChannel, fake: FakeTelegram) -> None:
    text = "یہ قرض ایک لاکھ روپے تک ملتا ہے۔ " * 600
    for part in channel.render(BotMessage(text)):
        await channel.send(part, TO)
    assert len(fake.state.sent) > 3
    assert " ".join(message.text for message in fake.state.sent) == text.strip()


ERRORS: list[tuple[dict[str, Any], type[SendError]]] = [
    ({"status": 403, "description": "Forbidden: bot was blocked by the user"}, Unreachable),
    ({"status": 403, "description": "Forbidden: user is deactivated"}, Unreachable),
    ({"status": 400, "description": "Bad Request: chat not found"}, Unreachable),
    ({"status": 400, "description": "Bad Request: message is too long"}, Final),
    ({"status": 401, "description": "Unauthorized"}, ChannelStopped),
    ({"status": 404, "description": "Not Found"}, ChannelStopped),
    ({"status": 429, "description": "Too Many Requests"}, Temporary),
    ({"status": 500, "description": "Internal Server Error"}, Temporary),
    ({"status": 502, "description": "Bad Gateway"}, Temporary),
]


@pytest.mark.parametrize(("error", "expected"), ERRORS)
async def test_each_error_means_one_thing(
    channel: TelegramChannel, fake: FakeTelegram, error: dict[str, Any], expected: type[SendError]
) -> None:
    fake.fault("error", **error)
    with pytest.raises(SendError) as caught:
        await send(channel)
    assert type(caught.value) is expected
    assert fake.state.sent == []


async def test_flood_control_tells_how_long_to_wait(
    channel: TelegramChannel, fake: FakeTelegram
) -> None:
    fake.fault("error", status=429, description="Too Many", parameters={"retry_after": 7}, chat="7")
    with pytest.raises(Temporary) as caught:
        await send(channel)
    assert caught.value.retry_after == 7
    assert not caught.value.whole_channel
    assert await send(channel, to=Envelope("8", "tag"))  # others do not wait


async def test_a_migrated_group_tells_its_new_address(
    channel: TelegramChannel, fake: FakeTelegram
) -> None:
    fake.state.migrated["-5"] = -1005
    with pytest.raises(AddressChanged) as caught:
        await send(channel, to=Envelope("-5", "tag"))
    assert (caught.value.address, caught.value.identity_kind) == ("-1005", "chat")


async def test_a_refused_connection_is_surely_not_sent() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        channel = TelegramChannel(TOKEN, f"http://127.0.0.1:{closed.getsockname()[1]}")
        with pytest.raises(Temporary):
            await send(channel)
        await channel.stop()


@pytest.mark.slow
async def test_a_full_pool_is_surely_not_sent(channel: TelegramChannel, fake: FakeTelegram) -> None:
    """All connections are taken by slow calls, so the message never leaves."""
    fake.state.limits.are_kept = False
    fake.fault("delay", seconds=7.0, times=64)
    waiting = [asyncio.create_task(send(channel)) for _ in range(64)]
    while len(fake.calls("sendMessage")) < 64:
        await asyncio.sleep(0.05)
    with pytest.raises(Temporary):
        await send(channel)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)


@pytest.mark.parametrize(("kind", "sent"), [("drop_before", 0), ("drop_after", 1)])
async def test_a_connection_that_breaks_after_the_request_leaves_us_unsure(
    channel: TelegramChannel, fake: FakeTelegram, kind: str, sent: int
) -> None:
    fake.fault(kind)
    with pytest.raises(Unsure):
        await send(channel)
    assert len(fake.state.sent) == sent
    assert len(fake.calls("sendMessage")) == 1  # never sent again by itself


async def test_no_answer_in_time_leaves_us_unsure(
    channel: TelegramChannel, fake: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.connection._PATIENCE", 0.2)
    hurried = TelegramChannel(TOKEN, fake.url)
    fake.fault("delay", seconds=0.6)
    with pytest.raises(Unsure):
        await send(hurried)
    await hurried.stop()


@pytest.mark.parametrize("status", [502, 403, 404])
async def test_a_page_of_a_gateway_leaves_us_unsure(
    channel: TelegramChannel, fake: FakeTelegram, status: int
) -> None:
    fake.fault("page", status=status)
    with pytest.raises(Unsure):
        await send(channel)


async def test_a_success_that_cannot_be_read_leaves_us_unsure(
    channel: TelegramChannel, fake: FakeTelegram
) -> None:
    fake.fault("odd")
    with pytest.raises(Unsure):
        await send(channel)


async def test_more_takes_the_place_of_the_message_before(
    channel: TelegramChannel, fake: FakeTelegram
) -> None:
    first = await send(channel, "1 to 5 of 9")
    assert await send(channel, "6 to 9 of 9", Envelope("7", "tag", edit_of=first)) == first
    assert [(message.text, message.edits) for message in fake.state.sent] == [("6 to 9 of 9", 1)]


async def test_an_edit_that_changes_nothing_is_done(
    channel: TelegramChannel, fake: FakeTelegram
) -> None:
    first = await send(channel, "1 to 5 of 9")
    assert await send(channel, "1 to 5 of 9", Envelope("7", "tag", edit_of=first)) == first
    assert len(fake.state.sent) == 1


@pytest.mark.parametrize("reason", ["message can't be edited", "message to edit not found"])
async def test_what_cannot_be_edited_is_sent(
    channel: TelegramChannel, fake: FakeTelegram, reason: str
) -> None:
    first = await send(channel, "1 to 5 of 9")
    fake.fault("error", "editMessageText", status=400, description=f"Bad Request: {reason}")
    second = await send(channel, "6 to 9 of 9", Envelope("7", "tag", edit_of=first))
    assert second != first
    assert fake.state.sent[-1].text == "6 to 9 of 9"


async def test_typing_is_shown_and_never_fails(
    channel: TelegramChannel, fake: FakeTelegram
) -> None:
    await channel.show_typing("7", "message:1")
    assert fake.calls("sendChatAction")[0].parameters == {"chat_id": "7", "action": "typing"}
    for kind in ("error", "page", "odd", "drop_before"):
        fake.fault(kind, "sendChatAction")
        await channel.show_typing("7", None)
