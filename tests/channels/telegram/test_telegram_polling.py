"""Long polling: stored first, confirmed afterwards, never given up."""

import json
from collections.abc import Awaitable, Callable

import pytest

from bot.channels.events import Garbled
from bot.channels.telegram import TelegramChannel
from bot.messages import Incoming
from tests.channels.telegram.conftest import FakeDesk
from tests.fakes import telegram_updates as updates
from tests.fakes.telegram_server import TOKEN, FakeTelegram

Wait = Callable[..., Awaitable[None]]


def texts(desk: FakeDesk) -> list[str]:
    return [event.text for event in desk.events if isinstance(event, Incoming)]


async def test_what_waits_is_stored_in_order_and_then_confirmed(
    polling: TelegramChannel, fake: FakeTelegram, desk: FakeDesk, wait: Wait
) -> None:
    ids = await fake.deliver(*(updates.text(f"question {number}") for number in range(20)))
    await wait(lambda: fake.state.acknowledged == ids)
    assert texts(desk) == [f"question {number}" for number in range(20)]


async def test_updates_that_could_not_be_stored_come_again(
    polling: TelegramChannel, fake: FakeTelegram, desk: FakeDesk, wait: Wait
) -> None:
    desk.failures = 3
    await fake.deliver(updates.text("first"), updates.text("second"))
    await wait(lambda: desk.failures == 0 or desk.events)
    await wait(lambda: len(fake.state.acknowledged) == 2)
    assert texts(desk) == ["first", "second"]


async def test_nothing_is_confirmed_while_the_database_is_away(
    polling: TelegramChannel, fake: FakeTelegram, desk: FakeDesk, wait: Wait
) -> None:
    desk.failures = 10_000
    await fake.deliver(updates.text("first"))
    await wait(lambda: desk.failures < 9_998)
    await polling.stop()
    assert fake.state.acknowledged == []


async def test_a_desk_that_ended_before_it_confirmed_leaves_the_updates_to_the_next(
    fake: FakeTelegram, desk: FakeDesk, wait: Wait
) -> None:
    await fake.deliver(updates.text("first"))
    for _ in range(2):
        fake.state.faults.clear()
        # The poll that would confirm fails, as if the process had been killed before it.
        channel = TelegramChannel(TOKEN, fake.url, pause=0.02)
        before = len(desk.batches)

        async def receive_once(events: object, of: TelegramChannel = channel) -> None:
            fake.fault("error", "getUpdates", times=-1)
            await desk.receive(events)  # type: ignore[arg-type]

        await channel.start(receive_once, desk.hold)
        await wait(lambda seen=before: len(desk.batches) > seen)
        await channel.stop()
    assert texts(desk) == ["first", "first"]
    assert fake.state.acknowledged == []


async def test_an_id_lower_than_the_last_is_taken(
    polling: TelegramChannel, fake: FakeTelegram, desk: FakeDesk, wait: Wait
) -> None:
    """After a week without updates Telegram goes on at a random id."""
    await fake.deliver({"update_id": 900_000_000, **updates.text("before")})
    await wait(lambda: fake.state.acknowledged)
    await fake.deliver({"update_id": 5, **updates.text("a week later")})
    await wait(lambda: 5 in fake.state.acknowledged)
    assert texts(desk) == ["before", "a week later"]


async def test_one_unreadable_update_harms_no_other(
    polling: TelegramChannel, fake: FakeTelegram, desk: FakeDesk, wait: Wait
) -> None:
    await fake.deliver(
        updates.text("before"), {"message": {"message_id": "?"}}, updates.text("after")
    )
    await wait(lambda: len(desk.events) == 3)
    assert texts(desk) == ["before", "after"]
    assert isinstance(desk.events[1], Garbled)


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "drop_before"},
        {"kind": "drop_after"},
        {"kind": "page", "status": 502},
        {"kind": "odd"},
        {"kind": "error", "status": 500},
        {"kind": "error", "status": 401, "description": "Unauthorized"},
        {"kind": "error", "status": 409, "description": "Conflict: terminated by other"},
        {"kind": "error", "status": 429, "parameters": {"retry_after": 1}},
    ],
)
async def test_no_error_ends_the_polling(
    polling: TelegramChannel,
    fake: FakeTelegram,
    desk: FakeDesk,
    wait: Wait,
    fault: dict[str, object],
) -> None:
    fake.fault(method="getUpdates", **fault)  # type: ignore[arg-type]
    await fake.deliver(updates.text("first"))  # ends the poll that waits
    await wait(lambda: fake.state.acknowledged)
    await fake.deliver(updates.text("second"))
    await wait(lambda: len(fake.state.acknowledged) == 2)
    assert texts(desk)[-1] == "second"


async def test_only_the_desk_that_holds_the_right_polls(
    channel: TelegramChannel, fake: FakeTelegram, desk: FakeDesk, wait: Wait
) -> None:
    desk.holds = False
    await channel.start(desk.receive, desk.hold)
    await wait(lambda: desk.asked > 3)
    assert fake.calls("getUpdates") == []
    desk.holds = True
    await wait(lambda: fake.calls("getUpdates"))


async def test_a_webhook_that_was_set_is_removed_first(
    channel: TelegramChannel, fake: FakeTelegram, desk: FakeDesk, wait: Wait
) -> None:
    fake.state.webhook.url = "https://elsewhere.example/hook"
    await channel.start(desk.receive, desk.hold)
    await wait(lambda: fake.calls("getUpdates"))
    assert fake.state.webhook.url == ""
    assert fake.calls("getUpdates")[0].status != 409


async def test_starting_does_not_fail_while_telegram_is_away(
    channel: TelegramChannel, fake: FakeTelegram, desk: FakeDesk, wait: Wait
) -> None:
    for kind in ("drop_before", "page", "error", "odd"):
        fake.fault(kind, "getMe")
    await channel.start(desk.receive, desk.hold)
    await wait(lambda: fake.calls("getUpdates"))
    assert len(fake.calls("getMe")) == 5


async def test_menu_and_description_are_set_once_in_both_languages(
    polling: TelegramChannel, fake: FakeTelegram, desk: FakeDesk, wait: Wait
) -> None:
    await wait(lambda: len(fake.state.settings) == 4)
    menu = json.loads(fake.state.settings["commands:ur"]["commands"])
    assert menu[0] == {"command": "start", "description": "شروع کریں"}
    again = TelegramChannel(TOKEN, fake.url, pause=0.02)
    await again.start(desk.receive, desk.hold)
    await wait(lambda: len(fake.calls("getMyDescription")) == 4)
    await again.stop()
    assert len(fake.calls("setMyCommands")) == len(fake.calls("setMyDescription")) == 2


async def test_a_press_is_answered_and_a_late_one_does_no_harm(
    polling: TelegramChannel, fake: FakeTelegram, desk: FakeDesk, wait: Wait
) -> None:
    await fake.deliver(updates.press("ref:abc", query="1"))
    await wait(lambda: fake.state.answered == ["1"])
    await fake.deliver(updates.press("ref:abc", query="2"))
    fake.state.queries.clear()
    await wait(lambda: len(fake.calls("answerCallbackQuery")) == 2)
    await fake.deliver(updates.text("still here"))
    await wait(lambda: "still here" in texts(desk))
