"""Files of people, and what the doctor sees."""

import pytest

from bot.channels.errors import ChannelStopped, Final, Temporary
from bot.channels.telegram import TelegramChannel
from tests.fakes import telegram_updates as updates
from tests.fakes.telegram_server import TOKEN, FakeTelegram

LIMIT = 20 * 1024 * 1024


async def test_a_file_is_fetched_with_its_type(
    channel: TelegramChannel, fake: FakeTelegram
) -> None:
    fake.state.files["a"] = ("documents/ntn.pdf", b"%PDF-1.7")
    file = await channel.fetch("a", LIMIT)
    assert (file.content, file.mime) == (b"%PDF-1.7", "application/pdf")


@pytest.mark.parametrize(("size", "largest"), [(101, 100), (LIMIT + 1, LIMIT)])
async def test_a_file_beyond_the_limit_is_not_fetched(
    channel: TelegramChannel, fake: FakeTelegram, size: int, largest: int
) -> None:
    fake.state.files["a"] = ("videos/1.mp4", b"x" * size)
    with pytest.raises(Final) as caught:
        await channel.fetch("a", largest)
    assert caught.value.code == "too_large"


async def test_a_file_that_is_gone_is_final(channel: TelegramChannel, fake: FakeTelegram) -> None:
    with pytest.raises(Final):
        await channel.fetch("unknown", LIMIT)
    fake.state.files["a"] = ("voice/1.oga", b"sound")
    fake.fault("error", "file")
    with pytest.raises(Final) as caught:
        await channel.fetch("a", LIMIT)
    assert caught.value.code == "gone"


@pytest.mark.parametrize("kind", ["drop_before", "drop_after", "page", "odd", "error"])
async def test_trouble_on_the_way_to_a_file_is_worth_another_try(
    channel: TelegramChannel, fake: FakeTelegram, kind: str
) -> None:
    fake.state.files["a"] = ("voice/1.oga", b"sound")
    fake.fault(kind, "getFile")
    with pytest.raises(Temporary):
        await channel.fetch("a", LIMIT)
    assert (await channel.fetch("a", LIMIT)).content == b"sound"


async def test_a_bad_token_stops_fetching(fake: FakeTelegram) -> None:
    channel = TelegramChannel("1:wrong-token-of-nobody", fake.url)
    with pytest.raises(ChannelStopped):
        await channel.fetch("a", LIMIT)
    await channel.stop()


async def test_all_is_well_with_a_good_token(channel: TelegramChannel) -> None:
    findings = await channel.check()
    assert all(is_well for _, is_well, _ in findings)
    assert findings[0][0] == "Telegram bot @rahbar_test_bot"


async def test_a_bad_token_is_told(fake: FakeTelegram) -> None:
    channel = TelegramChannel("1:wrong-token-of-nobody", fake.url)
    ((_, is_well, remedy),) = await channel.check()
    assert not is_well
    assert "@BotFather" in remedy
    await channel.stop()


async def test_telegram_away_is_told(channel: TelegramChannel, fake: FakeTelegram) -> None:
    fake.fault("page", "getMe", status=502)
    ((what, is_well, _),) = await channel.check()
    assert (what, is_well) == ("Telegram answers", False)


async def test_a_foreign_webhook_and_a_backlog_are_told(
    channel: TelegramChannel, fake: FakeTelegram
) -> None:
    fake.state.webhook.url = "https://elsewhere.example/hook"
    fake.state.webhook.last_error, fake.state.webhook.last_error_at = "Connection refused", 1
    fake.state.pending = {number: updates.text("x") for number in range(101)}
    unwell = [what for what, is_well, _ in await channel.check() if not is_well]
    assert unwell == [
        "Telegram is free to be polled",
        "Telegram updates waiting: 101",
        "Telegram could deliver to the webhook",
    ]


async def test_a_failure_that_is_over_is_not_told(
    channel: TelegramChannel, fake: FakeTelegram
) -> None:
    fake.state.webhook.last_error, fake.state.webhook.last_error_at = "Connection refused", 1
    assert all(is_well for _, is_well, _ in await channel.check())


async def test_the_webhook_must_be_ours(fake: FakeTelegram) -> None:
    channel = TelegramChannel(TOKEN, fake.url, "https://rahbar.example/")
    assert ("Telegram webhook is set", False) in [each[:2] for each in await channel.check()]
    fake.state.webhook.url = "https://rahbar.example/webhooks/telegram"
    assert ("Telegram webhook is set", True) in [each[:2] for each in await channel.check()]
    await channel.stop()
