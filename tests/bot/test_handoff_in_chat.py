"""A person is called in, the assistant is silent, staff speak, and the assistant comes back."""

import asyncio
import json
from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio
from desk_client import path, say
from fake_channel import FakeChannel, said, until
from fake_engine import FakeEngine, echo
from sqlalchemy import insert, select

from bot import outbox
from bot.app import create_app
from bot.chat.events import stream
from bot.desk import Desk
from bot.handoff import leaving, rules, staffing
from bot.messages import BotMessage, Reply
from bot.settings import Settings
from bot.tables import Conversation, now
from bot.tables.handoff import Handoff, HandoffEvent
from bot.tables.staff import StaffMember


def passing_on(text: str) -> Reply:
    """As the actions answer a wish for a person where there is staff."""
    if text != "a person please":
        return echo(text)
    details = {"intent": "talk_to_human", "handoff": "asked"}
    return Reply((BotMessage("I pass you on."),), "en", "talk_to_human", details)


@pytest_asyncio.fixture
async def staff(desk: Desk) -> int:
    async with desk.store.write() as connection:
        added = await connection.execute(
            insert(StaffMember)
            .values(name="Sana", email="sana@example.org", role="agent", password_hash="x")
            .returning(StaffMember.id)
        )
        return int(added.scalar_one())


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine(answer=passing_on)


async def test_the_engine_is_told_whether_there_is_staff(
    client: httpx.AsyncClient, conversation: str, engine: FakeEngine, staff: int
) -> None:
    await say(client, conversation, "hello")
    assert engine.asked[0].metadata["staffed"] is True


async def test_a_person_is_asked_for_and_the_assistant_is_silent(
    client: httpx.AsyncClient, conversation: str, engine: FakeEngine, staff: int
) -> None:
    answer = await say(client, conversation, "a person please", id="a")
    assert answer["owner"] == "queued"
    assert answer["replies"][0]["text"] == "I pass you on."
    assert len(answer["replies"]) > 1
    assert await say(client, conversation, "a person please", id="a") == answer
    later = await say(client, conversation, "are you there?")
    assert later["owner"] == "queued"
    for typed in ("/restart", "／restart", '/greet{"x": 1}'):
        assert (await say(client, conversation, typed))["owner"] == "queued"
    assert [asked.text for asked in engine.asked] == ["a person please"]


async def test_the_button_back_to_the_assistant_works(
    client: httpx.AsyncClient, conversation: str, engine: FakeEngine, staff: int
) -> None:
    answer = await say(client, conversation, "a person please")
    buttons = [one for reply in answer["replies"] for one in reply["buttons"]]
    back = next(one for one in buttons if "assistant" in one["title"].lower())
    gone_back = await say(client, conversation, back["payload"])
    assert gone_back["owner"] == "bot"
    assert (await say(client, conversation, "hello"))["replies"][0]["text"] == "You said: hello"


async def take(desk: Desk, conversation: str, staff: int) -> None:
    async with desk.store.write() as connection:
        claim = await staffing.claim(
            connection, desk.handoff.voice, conversation, rules.staff(staff), now()
        )
    assert claim.won


async def test_what_staff_say_reaches_the_page_at_once_and_after_a_cut(
    client: httpx.AsyncClient, conversation: str, desk: Desk, staff: int
) -> None:
    answer = await say(client, conversation, "a person please")
    events = stream(desk, conversation, answer["position"])
    assert (await anext(events)).comment == "open"
    await take(desk, conversation, staff)
    joined = await asyncio.wait_for(anext(events), 3)
    assert joined.event == "message"
    async with desk.store.write() as connection:
        await staffing.reply(
            connection,
            desk.handoff.voice,
            conversation,
            [BotMessage("Sana here")],
            rules.staff(staff),
            now(),
        )
    spoken = json.loads((await asyncio.wait_for(anext(events), 3)).data)
    assert (spoken["author"], spoken["replies"][0]["text"]) == ("staff", "Sana here")
    assert spoken["owner"] == "staff"
    missed = stream(desk, conversation, answer["position"])
    await anext(missed)
    assert [json.loads((await anext(missed)).data)["position"] for _ in range(2)][-1] == spoken[
        "position"
    ]
    history = (await client.get(path(conversation))).json()
    assert history["messages"][-1]["author"] == "staff"
    assert "staff:" not in json.dumps(history)


async def test_an_answer_that_was_under_way_at_takeover_is_discarded(
    client: httpx.AsyncClient, conversation: str, desk: Desk, engine: FakeEngine, staff: int
) -> None:
    await say(client, conversation, "hello")
    engine.seconds = 0.4
    asking = asyncio.create_task(say(client, conversation, "slow question"))
    await until(lambda: len(engine.asked) == 2)
    async with desk.store.write() as connection:
        await staffing.take_over(
            connection, desk.handoff.voice, conversation, rules.staff(staff), now()
        )
    late = await asking
    assert (late["owner"], late["replies"]) == ("staff", [])
    history = (await client.get(path(conversation))).json()["messages"]
    assert not any(one["text"] == "You said: slow question" for one in history)


async def test_an_answer_of_before_a_takeover_is_discarded_also_after_it_was_given_back(
    client: httpx.AsyncClient, conversation: str, desk: Desk, engine: FakeEngine, staff: int
) -> None:
    await say(client, conversation, "hello")
    engine.seconds = 0.4
    asking = asyncio.create_task(say(client, conversation, "slow question"))
    await until(lambda: len(engine.asked) == 2)
    actor, voice = rules.staff(staff), desk.handoff.voice
    async with desk.store.write() as connection:
        await staffing.take_over(connection, voice, conversation, actor, now())
        await leaving.hand_back(connection, voice, conversation, actor, now(), summary="done")
    late = await asking
    assert (late["owner"], late["replies"]) == ("bot", [])
    engine.seconds = 0
    again = await say(client, conversation, "and now?")
    assert again["replies"][0]["text"] == "You said: and now?"
    assert engine.asked[-1].metadata["handoff"]["summary"] == "done"
    await say(client, conversation, "once more")
    assert "handoff" not in engine.asked[-1].metadata


async def test_every_change_of_the_owner_stands_with_its_reason(
    client: httpx.AsyncClient, conversation: str, desk: Desk, staff: int
) -> None:
    await say(client, conversation, "a person please")
    await take(desk, conversation, staff)
    async with desk.store.read() as session:
        events = list(await session.scalars(select(HandoffEvent).order_by(HandoffEvent.version)))
        owned = (await session.scalars(select(Conversation))).one()
        episode = (await session.scalars(select(Handoff))).one()
    assert [(event.reason, event.actor) for event in events] == [
        ("ask", "user"),
        ("claim", f"staff:{staff}"),
    ]
    assert (owned.owner, owned.version) == (f"staff:{staff}", 2)
    assert episode.wait_seconds is not None


async def test_an_engine_that_is_down_calls_a_person_where_there_is_one(
    client: httpx.AsyncClient, conversation: str, engine: FakeEngine, staff: int
) -> None:
    engine.failures = 1000
    answer = await say(client, conversation, "hello")
    assert answer["owner"] == "queued"
    assert "sorry" in answer["replies"][0]["text"]


class TestOnAChannel:
    @pytest.fixture
    def channel(self) -> FakeChannel:
        return FakeChannel()

    @pytest_asyncio.fixture
    async def desk(
        self, settings: Settings, engine: FakeEngine, channel: FakeChannel
    ) -> AsyncIterator[Desk]:
        app = create_app(settings, engine, [channel])
        async with app.router.lifespan_context(app):
            yield app.state.desk

    async def test_staff_reach_the_person_on_their_channel(
        self, desk: Desk, channel: FakeChannel, staff: int
    ) -> None:
        await desk.receiving.receive([said("1", "a person please", 1)])
        await until(lambda: len(channel.texts("1")) >= 2)
        await take(desk, "fake:1", staff)
        async with desk.store.write() as connection:
            await outbox.post(connection, "fake:1", [BotMessage("hello")], f"staff:{staff}")
        await until(lambda: channel.texts("1")[-1] == "hello")
