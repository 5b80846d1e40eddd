"""Several desks on one PostgreSQL, and one desk alone on SQLite."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
import pytest_asyncio
from desk_client import client_of, path, say
from fake_channel import FakeChannel, said, until
from fake_engine import FakeEngine
from fastapi import FastAPI
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import leases
from bot.app import create_app
from bot.handoff.starting import load as load_helpline
from bot.leases import Work
from bot.only_desk import AnotherDesk
from bot.settings import Settings
from bot.tables import Conversation, Message, conversation_table, now

pytestmark = pytest.mark.postgresql


@pytest_asyncio.fixture
async def desks(
    postgres_url: str, settings: Settings, engine: FakeEngine
) -> AsyncIterator[list[FastAPI]]:
    """Three desks on one database, with a channel each that counts together."""
    shared = settings.model_copy(update={"database_url": postgres_url, "engine_patience": 5.0})
    channel = FakeChannel()
    async with AsyncExitStack() as stack:
        apps = []
        for _ in range(3):
            app = create_app(shared, engine, [channel])
            app.state.channel = channel
            await stack.enter_async_context(app.router.lifespan_context(app))
            apps.append(app)
        yield apps


async def test_desks_share_the_work_and_a_conversation_is_answered_in_order(
    desks: list[FastAPI], engine: FakeEngine
) -> None:
    channel = desks[0].state.channel
    for n in range(60):
        user = str(n % 2)
        await desks[n % 3].state.desk.receiving.receive([said(user, f"m{n}", n)])
    await until(lambda: len(channel.sent) == 60, 30)
    for user in ("0", "1"):
        expected = [f"You said: m{n}" for n in range(60) if str(n % 2) == user]
        assert channel.texts(user) == expected
    assert len(engine.asked) == 60
    assert engine.most_at_once <= 2


async def test_who_asks_one_desk_is_answered_when_another_has_the_lease(
    desks: list[FastAPI], engine: FakeEngine, conversation: str
) -> None:
    engine.seconds = 0.3
    async with client_of(desks[0]) as one, client_of(desks[1]) as other:
        answers = await asyncio.gather(
            say(one, conversation, "first"), say(other, conversation, "second")
        )
        assert {answer["replies"][0]["text"] for answer in answers} == {
            "You said: first",
            "You said: second",
        }
        history = (await one.get(path(conversation))).json()["messages"]
    assert [each["position"] for each in history] == [1, 2, 3, 4]


async def test_a_stream_on_one_desk_shows_what_another_stored(
    desks: list[FastAPI], conversation: str
) -> None:
    watching = desks[2].state.desk
    await asyncio.sleep(0.3)
    with watching.announcements.listen(conversation) as happenings:
        async with client_of(desks[0]) as client:
            await say(client, conversation, "hello")
        async with asyncio.timeout(5):
            question, answer = await happenings.get(), await happenings.get()
    assert (question.text, answer.replies[0].text) == ("hello", "You said: hello")


async def test_a_lease_of_a_desk_that_died_runs_out_and_another_goes_on(
    desks: list[FastAPI],
) -> None:
    desk, channel = desks[0].state.desk, desks[0].state.channel
    async with desk.store.write() as connection:
        await connection.execute(
            conversation_table.insert().values(
                id="fake:9",
                channel="fake",
                address="9",
                owner="bot",
                version=0,
                last_position=1,
                answer_due=now(),
                answer_holder="dead:1",
                answer_until=now() + leases.LIFE / 20,
                created_at=now(),
                updated_at=now(),
            )
        )
        await connection.execute(
            Message.__table__.insert().values(
                conversation_id="fake:9",
                position=1,
                direction="in",
                kind="text",
                author="user",
                status="answering",
                text="left",
                refused=False,
                attempts=1,
                created_at=now(),
            )
        )
    await until(lambda: channel.texts("9") == ["You said: left"])


async def test_who_lost_the_lease_writes_nothing(desks: list[FastAPI], engine: FakeEngine) -> None:
    desk, channel = desks[0].state.desk, desks[0].state.channel
    engine.seconds = 0.5
    await desk.receiving.receive([said("1", "a", 1)])
    await until(lambda: engine.asked)
    async with desk.store.write() as connection:
        await connection.execute(
            update(conversation_table).values(
                {Work.ANSWER.holder: "thief", Work.ANSWER.until: now() + leases.LIFE / 15}
            )
        )
    await until(lambda: channel.texts("1"))
    await asyncio.sleep(0.3)
    assert channel.texts("1") == ["You said: a"]
    assert len(engine.asked) == 2
    async with desk.store.read() as session:
        assert await session.scalar(select(Conversation.last_position)) == 2


async def test_desks_that_start_at_once_on_an_empty_database_do_not_hinder_another(
    postgres_url: str, settings: Settings, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def slowly(connection: AsyncConnection, folder: Path) -> None:
        await load_helpline(connection, folder)
        await asyncio.sleep(0.2)

    monkeypatch.setattr("bot.desk.load_helpline", slowly)
    shared = settings.model_copy(update={"database_url": postgres_url})
    started = [create_app(shared, engine).state.desk for _ in range(4)]
    try:
        await asyncio.gather(*(desk.start() for desk in started))
    finally:
        await asyncio.gather(*(desk.stop() for desk in started))


async def test_a_second_desk_on_one_sqlite_file_is_refused(
    settings: Settings, engine: FakeEngine
) -> None:
    one, other = create_app(settings, engine), create_app(settings, engine)
    async with one.router.lifespan_context(one):
        with pytest.raises(AnotherDesk, match="Another desk works on"):
            await other.state.desk.start()
        await other.state.desk.database.dispose()
    async with other.router.lifespan_context(other):
        pass
