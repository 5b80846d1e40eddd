"""Nothing is lost: engine down, crash, the asker gone, the database away."""

import asyncio
from typing import Any

import httpx
import pytest
from desk_client import client_of, path, say, web
from fake_engine import FakeEngine, echo
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from bot import finishing, inbox
from bot.app import create_app
from bot.desk import Desk
from bot.messages import Reply
from bot.settings import Settings
from bot.tables import message_table


async def statuses(client: httpx.AsyncClient, conversation: str) -> list[str]:
    history = (await client.get(path(conversation))).json()["messages"]
    return [each["status"] for each in history if each["direction"] == "in"]


async def test_an_engine_that_comes_back_answers_what_waited(
    client: httpx.AsyncClient, conversation: str, engine: FakeEngine
) -> None:
    engine.failures = 2
    answer = await say(client, conversation, "hello")
    assert answer["replies"][0]["text"] == "You said: hello"
    assert len(engine.asked) == 3


@pytest.mark.slow
async def test_an_engine_that_stays_down_brings_one_apology(
    client: httpx.AsyncClient, conversation: str, engine: FakeEngine
) -> None:
    engine.failures = 1000
    first = await say(client, conversation, "hello", id="a", language="roman_ur")
    assert "Maazrat" in first["replies"][0]["text"]
    assert first["language"] == "roman_ur"
    assert await statuses(client, conversation) == ["failed"]
    engine.failures = 0
    assert await say(client, conversation, "hello", id="a") == first
    history = (await client.get(path(conversation))).json()["messages"]
    assert len(history) == 2


@pytest.mark.slow
async def test_messages_behind_a_dead_engine_do_not_wait_in_turn(
    client: httpx.AsyncClient, conversation: str, engine: FakeEngine
) -> None:
    engine.failures = 10_000
    async with asyncio.timeout(6):
        await asyncio.gather(*(say(client, conversation, f"m{n}") for n in range(4)))
    assert await statuses(client, conversation) == ["failed"] * 4


@pytest.mark.slow
async def test_the_apology_names_the_head_office_s_number(
    client: httpx.AsyncClient, conversation: str, engine: FakeEngine, monkeypatch: Any
) -> None:
    async def number(_: object) -> str:
        return "0800-12345"

    monkeypatch.setattr("bot.sentences._helpline", number)
    engine.failures = 1000
    answer = await say(client, conversation, "hello")
    assert "0800-12345" in answer["replies"][0]["text"]


@pytest.mark.slow
async def test_an_engine_that_hangs_is_given_up(
    client: httpx.AsyncClient, conversation: str, engine: FakeEngine
) -> None:
    engine.seconds = 60
    async with asyncio.timeout(5):
        answer = await say(client, conversation, "hello")
    assert "sorry" in answer["replies"][0]["text"]


async def test_who_hangs_up_finds_the_answer_later(
    client: httpx.AsyncClient, conversation: str, engine: FakeEngine
) -> None:
    engine.seconds = 0.2
    asking = asyncio.create_task(say(client, conversation, "hello", id="a"))
    while not engine.asked:
        await asyncio.sleep(0.01)
    asking.cancel()
    await asyncio.sleep(0.4)
    assert await statuses(client, conversation) == ["done"]
    await say(client, conversation, "hello", id="a")
    assert len(engine.asked) == 1


@pytest.mark.parametrize("left", ["waiting", "answering"])
async def test_what_a_crash_left_is_answered_after_the_restart(
    settings: Settings, engine: FakeEngine, conversation: str, left: str
) -> None:
    before = create_app(settings, engine)
    crashed: Desk = before.state.desk
    await inbox.accept(
        crashed.store,
        [web(conversation, text, text) for text in ("first", "second")],
        token=lambda: "crashed",
    )
    async with crashed.store.write() as connection:
        await connection.execute(update(message_table).values(status=left))
    await crashed.database.dispose()
    after = create_app(settings, engine)
    async with after.router.lifespan_context(after), client_of(after) as client:
        await say(client, conversation, "second", id="second")
        assert await statuses(client, conversation) == ["done", "done"]
    assert [asked.text for asked in engine.asked] == ["first", "second"]


async def test_stopping_leaves_the_unanswered_for_the_next_start(
    settings: Settings, conversation: str
) -> None:
    slow = FakeEngine(seconds=30)
    app = create_app(settings.model_copy(update={"engine_patience": 60}), slow)
    async with app.router.lifespan_context(app), client_of(app) as client:
        asking = asyncio.create_task(client.post(path(conversation), json={"text": "hello"}))
        while not slow.asked:
            await asyncio.sleep(0.01)
        await app.state.desk.let_go()
        late = await client.post(path(conversation), json={"text": "too late"})
        assert late.status_code == 503
    refused = await asking
    assert refused.status_code == 503
    assert refused.headers["Retry-After"]
    quick = FakeEngine()
    again = create_app(settings, quick)
    async with again.router.lifespan_context(again), client_of(again) as client:
        while await statuses(client, conversation) != ["done", "done"]:
            await asyncio.sleep(0.01)
    assert [asked.text for asked in quick.asked] == ["hello", "too late"]


async def test_an_answer_is_stored_when_the_database_is_away_for_a_moment(
    client: httpx.AsyncClient, conversation: str, engine: FakeEngine, monkeypatch: Any
) -> None:
    finish, failures = finishing.finish, iter([True, True, False])

    async def flaky(*arguments: Any) -> Any:
        if next(failures):
            raise OperationalError("", {}, Exception("away"))
        return await finish(*arguments)

    monkeypatch.setattr(finishing, "finish", flaky)
    await say(client, conversation, "hello")
    assert len(engine.asked) == 1


async def test_a_message_that_cannot_be_stored_is_refused_with_a_time(
    client: httpx.AsyncClient, conversation: str, monkeypatch: Any
) -> None:
    async def away(*_: Any) -> Any:
        raise OperationalError("INSERT secret words", {}, Exception("away"))

    monkeypatch.setattr(inbox, "accept", away)
    response = await client.post(path(conversation), json={"text": "hello"})
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "2"
    assert "secret" not in response.text


async def test_an_answer_to_a_closed_question_is_thrown_away(desk: Desk, conversation: str) -> None:
    accepted = await inbox.accept(desk.store, [web(conversation, "hello")], lambda: "me")
    question, lease = accepted[0].question, accepted[0].lease
    assert lease
    ending = finishing.Ending(lease)
    await finishing.finish(desk.store, question, echo("hello"), ending)
    with pytest.raises(finishing.AlreadyAnswered):
        await finishing.finish(desk.store, question, Reply(()), ending)
