"""The way out over a channel: in order, once, and never lost without a trace."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
from fake_channel import FakeChannel, WindowedChannel, said, until
from fake_engine import FakeEngine
from sqlalchemy import select, update

from bot import leases
from bot.app import create_app
from bot.channels.errors import (
    AddressChanged,
    ChannelStopped,
    Final,
    Temporary,
    Unreachable,
    Unsure,
    WindowClosed,
)
from bot.channels.events import Receipt
from bot.desk import Desk
from bot.messages import BotMessage, Reply
from bot.sending.backoff import pause
from bot.sending.dead_letters import dead_letters, retry
from bot.settings import Settings
from bot.tables import Conversation, Delivery, Message, conversation_table, delivery_table, now


@pytest.fixture
def channel() -> FakeChannel:
    return FakeChannel()


@pytest_asyncio.fixture
async def desk(settings: Settings, engine: FakeEngine, channel: FakeChannel) -> AsyncIterator[Desk]:
    engine.answer = lambda text: Reply((BotMessage(f"re {text}"),), "en", "inform")
    app = create_app(settings, engine, [channel])
    async with app.router.lifespan_context(app):
        yield app.state.desk


async def statuses(desk: Desk, user: str) -> list[str]:
    async with desk.store.read() as session:
        rows = await session.scalars(
            select(Message.status)
            .where(Message.conversation_id == f"fake:{user}", Message.direction == "out")
            .order_by(Message.position)
        )
        return list(rows)


async def test_an_answer_is_sent_and_noted(desk: Desk, channel: FakeChannel) -> None:
    await desk.receiving.receive([said("1", "hello", 1)])
    await until(lambda: channel.texts("1") == ["re hello"])

    async def noted() -> bool:
        return await statuses(desk, "1") == ["sent"]

    await until(noted)
    assert channel.typing == [("1", "message:1")]


async def test_a_burst_of_a_hundred_is_answered_whole_and_in_order_and_others_do_not_wait(
    desk: Desk, channel: FakeChannel, engine: FakeEngine
) -> None:
    engine.seconds = 0.01
    await desk.receiving.receive([said("1", f"m{n}", n) for n in range(100)])
    await desk.receiving.receive([said("2", "me too", 1)])
    await until(lambda: channel.texts("2"))
    assert len(channel.texts("1")) < 50
    await until(lambda: len(channel.texts("1")) == 100, 30)
    assert channel.texts("1") == [f"re m{n}" for n in range(100)]
    assert engine.most_at_once <= 2


async def test_after_too_many_requests_one_chat_waits_and_others_go_on(
    desk: Desk, channel: FakeChannel
) -> None:
    channel.failures["1"].append(Temporary("429", "slow down", retry_after=0.8))
    await desk.receiving.receive([said("1", "a", 1), said("1", "b", 2), said("2", "c", 1)])
    await until(lambda: channel.texts("2") == ["re c"])
    assert channel.texts("1") == []
    await until(lambda: len(channel.texts("1")) == 2)
    assert channel.texts("1") == ["re a", "re b"]


async def test_when_the_whole_channel_must_wait_nobody_is_sent_to(
    desk: Desk, channel: FakeChannel
) -> None:
    channel.failures["1"].append(Temporary("130429", "busy", retry_after=1.2, whole_channel=True))
    await desk.receiving.receive([said("1", "a", 1)])
    await until(lambda: channel.tries == 1)
    await until(lambda: not len(desk.sending))
    await desk.receiving.receive([said("2", "b", 1)])
    await until(lambda: len(channel.sent) == 2)
    assert channel.tries == 3


def test_pauses_grow_by_the_provider_s_base_and_obey_its_time() -> None:
    pair = Temporary("131056", "pair limit", base=4)
    for attempts, seconds in ((1, 1), (2, 4), (3, 16)):
        assert (
            timedelta(seconds=seconds) <= pause(pair, attempts) <= timedelta(seconds=seconds * 1.1)
        )
    told = pause(Temporary("429", "wait", retry_after=7), 5)
    assert timedelta(seconds=7) <= told <= timedelta(seconds=7.7)


async def test_a_final_error_makes_a_dead_letter_and_what_stands_behind_goes_on(
    desk: Desk, channel: FakeChannel
) -> None:
    channel.failures["1"].append(Final("131026", "undeliverable"))
    await desk.receiving.receive([said("1", "a", 1), said("1", "b", 2)])
    await until(lambda: channel.texts("1") == ["re b"])
    (dead,) = await dead_letters(desk.store)
    assert (dead.code, dead.reason, dead.conversation_id) == ("131026", "undeliverable", "fake:1")
    assert await retry(desk.store, [dead.id]) == 1
    desk.sending.look()
    await until(lambda: channel.texts("1") == ["re b", "re a"])
    assert await dead_letters(desk.store) == []


async def test_what_cannot_be_rendered_is_a_dead_letter_and_holds_up_nobody(
    desk: Desk, channel: FakeChannel
) -> None:
    render = channel.render

    def fails_once(message: BotMessage):  # type: ignore[no-untyped-def]
        if message.text == "re a":
            raise ValueError("odd")
        return render(message)

    channel.render = fails_once  # type: ignore[method-assign]
    await desk.receiving.receive([said("1", "a", 1), said("1", "b", 2)])
    await until(lambda: channel.texts("1") == ["re b"])
    assert [dead.text for dead in await dead_letters(desk.store)] == ["re a"]


async def test_what_is_put_back_while_the_lane_looks_for_work_is_not_forgotten(
    desk: Desk, channel: FakeChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel.failures["1"].append(Final("131026", "undeliverable"))
    finish, again = leases.finish, [True]

    async def put_back_first(connection, work, lease, seen):  # type: ignore[no-untyped-def]
        if work is leases.Work.SEND and again and await dead_letters(desk.store):
            again.clear()
            out = Message.direction == "out"
            await connection.execute(update(Message).where(out).values(status="pending"))
            await connection.execute(update(delivery_table).values(status="waiting"))
            await connection.execute(update(conversation_table).values(send_due=now()))
        return await finish(connection, work, lease, seen)

    monkeypatch.setattr(leases, "finish", put_back_first)
    await desk.receiving.receive([said("1", "a", 1)])
    await until(lambda: channel.texts("1") == ["re a"])


async def test_what_is_tried_too_often_is_a_dead_letter(
    desk: Desk, channel: FakeChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.sending.sender.MOST_ATTEMPTS", 2)
    channel.failures["1"].extend([Temporary("131000", "try again", retry_after=0)] * 2)
    await desk.receiving.receive([said("1", "a", 1), said("1", "b", 2)])
    await until(lambda: channel.texts("1") == ["re b"])
    assert [dead.code for dead in await dead_letters(desk.store)] == ["131000"]


async def test_a_person_who_blocked_us_is_noted_and_the_rest_is_cancelled(
    desk: Desk, channel: FakeChannel
) -> None:
    channel.seconds = 0.05
    channel.failures["1"].append(Unreachable("403", "blocked"))
    await desk.receiving.receive([said("1", "a", 1), said("1", "b", 2)])

    async def cancelled() -> bool:
        return await statuses(desk, "1") == ["cancelled", "cancelled"]

    await until(cancelled)
    assert channel.tries == 1
    await desk.receiving.receive([said("1", "c", 3)])
    await until(lambda: channel.texts("1") == ["re c"])


async def test_a_new_address_is_remembered_and_used_at_once(
    desk: Desk, channel: FakeChannel
) -> None:
    channel.failures["1"].append(AddressChanged("-100", "user"))
    await desk.receiving.receive([said("1", "a", 1)])
    await until(lambda: channel.texts("-100") == ["re a"])
    await desk.receiving.receive([said("-100", "b", 2)])
    await until(lambda: channel.texts("-100") == ["re a", "re b"])
    async with desk.store.read() as session:
        assert list(await session.scalars(select(Conversation.id))) == ["fake:1"]


async def test_a_stopped_channel_sends_nothing_until_it_is_resumed(
    desk: Desk, channel: FakeChannel
) -> None:
    channel.failures["1"].append(ChannelStopped("190", "the token expired"))
    await desk.receiving.receive([said("1", "a", 1)])

    async def stopped() -> bool:
        return (await desk.states.of("fake")).stopped_reason == "190: the token expired"

    await until(stopped)
    await desk.receiving.receive([said("2", "b", 1)])
    await until(lambda: not len(desk.sending))
    assert channel.sent == []
    await desk.states.resume("fake")
    await until(lambda: len(channel.sent) == 2)


async def test_a_send_of_unknown_end_is_never_repeated_blindly(
    desk: Desk, channel: FakeChannel
) -> None:
    channel.failures["1"].append(Unsure("timeout", "the connection broke"))
    await desk.receiving.receive([said("1", "a", 1), said("1", "b", 2)])
    await until(lambda: channel.texts("1") == ["re b"])
    assert [(dead.code, dead.is_unsure) for dead in await dead_letters(desk.store)] == [
        ("timeout", True)
    ]


async def test_a_crash_between_call_and_note_is_never_repeated_blindly(
    desk: Desk, channel: FakeChannel
) -> None:
    channel.failures["1"].append(Temporary("x", "later", retry_after=0.5))
    await desk.receiving.receive([said("1", "a", 1)])
    await until(lambda: channel.tries == 1)
    await until(lambda: not len(desk.sending))
    async with desk.store.write() as connection:
        await connection.execute(update(delivery_table).values(status="sending"))

    async def dead() -> bool:
        return await statuses(desk, "1") == ["dead"]

    await until(dead)
    assert channel.tries == 1


async def test_parts_go_on_where_they_were_interrupted(
    desk: Desk, channel: FakeChannel, engine: FakeEngine
) -> None:
    engine.answer = lambda text: Reply((BotMessage("one\ftwo\fthree"),), "en", None)
    await desk.receiving.receive([said("0", "warm up", 0)])
    await until(lambda: len(channel.texts("0")) == 3)
    send = channel.send

    async def second_fails_once(part, envelope):  # type: ignore[no-untyped-def]
        if part.body["text"] == "two" and not channel.failures["done"]:
            channel.failures["done"].append(Final("", ""))
            raise Temporary("500", "later", retry_after=0.1)
        return await send(part, envelope)

    channel.send = second_fails_once  # type: ignore[method-assign]
    await desk.receiving.receive([said("1", "a", 1)])
    await until(lambda: channel.texts("1") == ["one", "two", "three"])


class TestWithWindowAndReceipts:
    """What WhatsApp's rules demand."""

    @pytest.fixture
    def channel(self) -> FakeChannel:
        return WindowedChannel()

    async def test_an_answer_is_one_message(
        self, desk: Desk, channel: FakeChannel, engine: FakeEngine
    ) -> None:
        engine.answer = lambda _: Reply((BotMessage("one"), BotMessage("two")), "en", None)
        await desk.receiving.receive([said("1", "a", 1)])
        await until(lambda: channel.texts("1") == ["one\n\ntwo"])

    @pytest.mark.parametrize(("age", "is_sent"), [(86_399 - 5, True), (86_401, False)])
    async def test_outside_the_window_an_answer_is_held_until_the_person_writes(
        self, desk: Desk, channel: FakeChannel, engine: FakeEngine, age: int, is_sent: bool
    ) -> None:
        engine.seconds = 0.2
        await desk.receiving.receive([said("1", "a", 1)])
        async with desk.store.write() as connection:
            heard = now() - timedelta(seconds=age)
            await connection.execute(update(conversation_table).values(heard_at=heard))

        async def settled() -> bool:
            return await statuses(desk, "1") == ["sent" if is_sent else "held"]

        await until(settled)
        assert channel.texts("1") == (["re a"] if is_sent else [])
        await desk.receiving.receive([said("1", "b", 2)])
        await until(lambda: channel.texts("1") == ["re a", "re b"])

    async def test_the_provider_s_own_word_about_the_window_holds_too(
        self, desk: Desk, channel: FakeChannel
    ) -> None:
        channel.failures["1"].append(WindowClosed("131047", "re-engagement"))
        await desk.receiving.receive([said("1", "a", 1)])

        async def held() -> bool:
            return await statuses(desk, "1") == ["held"]

        await until(held)
        await desk.receiving.receive([said("1", "b", 2)])
        await until(lambda: channel.texts("1") == ["re a", "re b"])

    async def test_a_receipt_by_tag_settles_what_was_unsure(
        self, desk: Desk, channel: FakeChannel
    ) -> None:
        channel.failures["1"].append(Unsure("timeout", "the connection broke"))
        await desk.receiving.receive([said("1", "a", 1), said("1", "b", 2)])
        await until(lambda: channel.tries == 1)
        await until(lambda: not len(desk.sending))
        assert channel.sent == []
        await desk.receiving.receive([Receipt("fake", "wamid.9", "sent", now(), "rahbar:1")])
        await until(lambda: channel.texts("1") == ["re b"])

        async def sent() -> bool:
            return await statuses(desk, "1") == ["sent", "sent"]

        await until(sent)
        assert await dead_letters(desk.store) == []

    async def test_statuses_never_go_back_and_repeats_change_nothing(
        self, desk: Desk, channel: FakeChannel
    ) -> None:
        await desk.receiving.receive([said("1", "a", 1)])
        await until(lambda: channel.sent)
        for status in ("read", "delivered", "sent", "read", "delivered"):
            await desk.receiving.receive([Receipt("fake", "p1", status, now(), "rahbar:1")])
        async with desk.store.read() as session:
            delivery = (await session.scalars(select(Delivery))).one()
        assert delivery.status == "read"
        assert delivery.read_at
        assert delivery.delivered_at

    async def test_a_late_failure_makes_a_dead_letter(
        self, desk: Desk, channel: FakeChannel
    ) -> None:
        await desk.receiving.receive([said("1", "a", 1)])

        async def sent() -> bool:
            return await statuses(desk, "1") == ["sent"]

        await until(sent)
        failed = Receipt("fake", "p1", "failed", now(), None, "131026", "undeliverable")
        await desk.receiving.receive([failed])
        assert [dead.code for dead in await dead_letters(desk.store)] == ["131026"]
