"""The chat API: answers, the same id twice, order, and everything that is refused."""

import asyncio
from typing import Any

import httpx
import pytest
from desk_client import client_of, path, say
from fake_engine import FakeEngine

from bot.app import create_app
from bot.messages import BotMessage, Reply
from bot.settings import Settings


async def test_an_answer_comes_with_language_intent_and_owner(
    client: httpx.AsyncClient, conversation: str
) -> None:
    answer = await say(client, conversation, "loan chahiye", id="1")
    assert (answer["owner"], answer["language"], answer["intent"]) == ("bot", "en", "inform")
    assert answer["replies"][0]["text"] == "You said: loan chahiye"
    assert (answer["id"], answer["question"], answer["position"]) == ("1", 1, 2)


async def test_the_engine_is_told_channel_message_time_and_chosen_language(
    client: httpx.AsyncClient, conversation: str, engine: FakeEngine
) -> None:
    await say(client, conversation, "hello", language="ur")
    await say(client, conversation, "again")
    first, second = (asked.metadata for asked in engine.asked)
    assert first["channel"] == "web"
    assert first["now"].endswith("+00:00")
    assert first["language"] == second["language"] == "ur"
    assert first["message_id"] != second["message_id"]


async def test_the_same_id_again_gives_the_stored_answer(
    client: httpx.AsyncClient, conversation: str, engine: FakeEngine
) -> None:
    first = await say(client, conversation, "hello", id="same")
    assert await say(client, conversation, "hello", id="same") == first
    assert len(engine.asked) == 1


async def test_the_same_id_at_the_same_time_is_answered_once(
    client: httpx.AsyncClient, conversation: str, engine: FakeEngine
) -> None:
    engine.seconds = 0.05
    answers = await asyncio.gather(
        *(say(client, conversation, "hello", id="same") for _ in range(8))
    )
    assert all(answer == answers[0] for answer in answers)
    assert len(engine.asked) == 1


async def test_the_same_id_in_another_conversation_is_another_message(
    client: httpx.AsyncClient, conversation: str, engine: FakeEngine
) -> None:
    other = conversation[:-1] + ("0" if conversation[-1] != "0" else "1")
    await say(client, conversation, "hello", id="same")
    await say(client, other, "hello", id="same")
    assert {asked.conversation_id for asked in engine.asked} == {conversation, other}


async def test_a_burst_of_one_person_is_answered_in_order_and_one_at_a_time(
    client: httpx.AsyncClient, conversation: str, engine: FakeEngine
) -> None:
    engine.seconds = 0.002
    await asyncio.gather(*(say(client, conversation, f"m{n}") for n in range(40)))
    history = (await client.get(path(conversation))).json()["messages"]
    stored = [each["text"] for each in history if each["direction"] == "in"]
    assert [asked.text for asked in engine.asked] == stored
    assert engine.most_at_once == 1


async def test_many_people_are_answered_at_once(
    client: httpx.AsyncClient, engine: FakeEngine
) -> None:
    engine.seconds = 0.2
    people = [f"web:00000000-0000-4000-8000-{n:012d}" for n in range(12)]
    await asyncio.gather(*(say(client, person, "hello") for person in people))
    assert engine.most_at_once > 6


async def test_history_gives_what_was_said_with_places_and_times(
    client: httpx.AsyncClient, conversation: str
) -> None:
    await say(client, conversation, "سلام", id="a")
    history = (await client.get(path(conversation))).json()
    assert [each["position"] for each in history["messages"]] == [1, 2]
    assert history["messages"][0] | {"at": ""} == {
        "position": 1,
        "direction": "in",
        "author": "user",
        "id": "a",
        "status": "done",
        "text": "سلام",
        "language": "en",
        "buttons": [],
        "at": "",
    }
    assert history["position"] == 2


async def test_an_unused_conversation_is_empty(
    client: httpx.AsyncClient, conversation: str
) -> None:
    history = (await client.get(path(conversation))).json()
    assert history == {"owner": "bot", "language": None, "position": 0, "messages": []}


@pytest.mark.parametrize(
    "conversation_id",
    ["telegram:12345", "whatsapp:923001234567", "web:1", "web:", "x", "web:../../readyz"],
)
@pytest.mark.parametrize("what", ["messages", "events"])
async def test_only_web_conversations_exist_here(
    client: httpx.AsyncClient, conversation_id: str, what: str, engine: FakeEngine
) -> None:
    assert (await client.get(path(conversation_id, what))).status_code == 404
    said = await client.post(path(conversation_id), json={"text": "hello"})
    assert said.status_code == 404
    assert engine.asked == []


@pytest.mark.parametrize(
    "body",
    [
        b'{"text": ""}',
        b'{"text": " \\n\\t "}',
        b'{"text": "\\u0000\\u0007\\u200b"}',
        b'{"text": 5}',
        b'{"text": null}',
        b'{"text": "\\ud800"}',
        b'{"text": "hello", "id": ""}',
        b'{"text": "hello", "id": "two words"}',
        b'{"text": "hello", "language": "fr"}',
        b"{}",
        b"[]",
        b"{broken",
        b"",
        b'{"text": "' + b"a" * 10_000 + b'"}',
    ],
)
async def test_bad_input_is_refused_clearly_and_not_repeated(
    client: httpx.AsyncClient, conversation: str, engine: FakeEngine, body: bytes
) -> None:
    headers = {"Content-Type": "application/json"}
    response = await client.post(path(conversation), content=body, headers=headers)
    assert response.status_code == 422
    assert set(response.json()["error"]) == {"code", "message"}
    assert "aaaa" not in response.text
    assert engine.asked == []


@pytest.mark.parametrize("body", [b"\xff\xfe", b"[" * 50_000, b'{"text": ' + b"9" * 5000 + b"}"])
async def test_bytes_that_are_no_json_are_a_client_error(
    client: httpx.AsyncClient, conversation: str, body: bytes
) -> None:
    headers = {"Content-Type": "application/json"}
    response = await client.post(path(conversation), content=body, headers=headers)
    assert 400 <= response.status_code < 500


async def test_a_body_of_five_megabytes_is_refused_before_it_is_read(
    client: httpx.AsyncClient, conversation: str
) -> None:
    body = b'{"text": "' + b"a" * 5_000_000 + b'"}'
    assert (await client.post(path(conversation), content=body)).status_code == 413


async def test_a_large_body_without_a_length_is_refused_as_it_grows(
    client: httpx.AsyncClient, conversation: str
) -> None:
    sent = 0

    async def parts() -> Any:
        nonlocal sent
        for _ in range(500):
            sent += 10_000
            yield b"a" * 10_000

    response = await client.post(path(conversation), content=parts())
    assert response.status_code == 413
    assert response.json()["error"]["code"] == "body_too_large"


async def test_a_wrong_method_is_named(client: httpx.AsyncClient, conversation: str) -> None:
    assert (await client.put(path(conversation), json={})).status_code == 405


async def test_only_emoji_go_to_the_engine(
    client: httpx.AsyncClient, conversation: str, engine: FakeEngine
) -> None:
    await say(client, conversation, "😀👍")
    assert engine.asked[0].text == "😀👍"


@pytest.mark.parametrize("typed", ["/restart", "  ／restart", "\u200f∕restart", "⁄restart"])
async def test_a_typed_command_reaches_the_engine_as_plain_words(
    client: httpx.AsyncClient, conversation: str, engine: FakeEngine, typed: str
) -> None:
    await say(client, conversation, typed)
    assert engine.asked[0].text == "restart"


async def test_too_many_messages_are_told_when_to_come_back(
    settings: Settings, engine: FakeEngine, conversation: str
) -> None:
    app = create_app(settings.model_copy(update={"messages_per_minute": 3}), engine)
    async with app.router.lifespan_context(app), client_of(app) as client:
        for _ in range(3):
            await say(client, conversation, "hello")
        refused = await client.post(path(conversation), json={"text": "hello"})
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert len(engine.asked) == 3


async def test_an_answer_without_language_keeps_the_one_before(
    client: httpx.AsyncClient, conversation: str, engine: FakeEngine
) -> None:
    engine.answer = lambda _: Reply((BotMessage("جواب"),), "ur", "greet")
    await say(client, conversation, "سلام")
    engine.answer = lambda _: Reply((BotMessage("…"),))
    await say(client, conversation, "?")
    assert (await client.get(path(conversation))).json()["language"] == "ur"
