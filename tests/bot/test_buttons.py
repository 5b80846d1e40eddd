"""Buttons: the user holds a token, the engine gets the payload."""

from datetime import timedelta

import httpx
from desk_client import path, say
from fake_engine import FakeEngine
from sqlalchemy import select, update

from bot.app import create_app
from bot.desk import Desk
from bot.tables import PayloadReference, now, reference_table


async def test_a_pressed_button_reaches_the_engine_as_its_payload(
    client: httpx.AsyncClient, conversation: str, engine: FakeEngine
) -> None:
    button = (await say(client, conversation, "hello"))["replies"][0]["buttons"][0]
    assert button["title"] == "Documents"
    assert button["payload"].startswith("ref:")
    assert len(button["payload"]) <= 64
    await say(client, conversation, button["payload"])
    assert engine.asked[1].text == '/ask_programme_documents{"programme": "sbp-saaf"}'


async def test_a_press_stands_in_the_history_as_the_button_s_title(
    client: httpx.AsyncClient, conversation: str
) -> None:
    button = (await say(client, conversation, "hello"))["replies"][0]["buttons"][0]
    await say(client, conversation, button["payload"])
    said = (await client.get(path(conversation))).json()["messages"]
    assert said[2]["text"] == "Documents"
    assert [each["payload"][:4] for each in said[1]["buttons"]] == ["ref:"]


async def test_a_forged_token_is_answered_politely_without_the_engine(
    client: httpx.AsyncClient, conversation: str, engine: FakeEngine
) -> None:
    answer = await say(client, conversation, "ref:AAAAAAAAAAAAAAAAAAAAAA", language="ur")
    assert answer["language"] == "ur"
    assert "بٹن" in answer["replies"][0]["text"]
    assert engine.asked == []


async def test_another_person_s_token_means_nothing(
    client: httpx.AsyncClient, conversation: str, engine: FakeEngine
) -> None:
    button = (await say(client, conversation, "hello"))["replies"][0]["buttons"][0]
    other = "web:00000000-0000-4000-8000-000000000001"
    answer = await say(client, other, button["payload"])
    assert "no longer valid" in answer["replies"][0]["text"]
    assert len(engine.asked) == 1


async def test_an_expired_token_means_nothing(
    client: httpx.AsyncClient, conversation: str, engine: FakeEngine, desk: Desk
) -> None:
    button = (await say(client, conversation, "hello"))["replies"][0]["buttons"][0]
    async with desk.store.write() as connection:
        past = now() - timedelta(seconds=1)
        await connection.execute(update(reference_table).values(expires_at=past))
    await say(client, conversation, button["payload"])
    assert len(engine.asked) == 1


async def test_long_expired_tokens_are_forgotten_at_start(
    client: httpx.AsyncClient, conversation: str, desk: Desk
) -> None:
    await say(client, conversation, "hello")
    async with desk.store.write() as connection:
        past = now() - timedelta(days=2)
        await connection.execute(update(reference_table).values(expires_at=past))
    await desk.stop()
    again = create_app(desk.settings, FakeEngine())
    async with again.router.lifespan_context(again), desk.store.read() as session:
        assert (await session.scalars(select(PayloadReference))).all() == []


async def test_words_that_only_look_like_a_token_are_words(
    client: httpx.AsyncClient, conversation: str, engine: FakeEngine
) -> None:
    await say(client, conversation, "ref: TR-7K2M9")
    assert engine.asked[0].text == "ref: TR-7K2M9"
