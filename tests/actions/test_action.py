"""Whatever goes wrong, the user gets an answer and the log nothing personal."""

import asyncio
import json
import logging
from dataclasses import replace
from typing import Any

import httpx
import pytest
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from actions.action import GuardedAction, Services
from actions.details import Details
from actions.enquiry import Enquiry
from actions.reply import Reply
from actions.server import create_app

SECRET = "call 03001234567"


def tracker(latest: dict[str, Any] | None = None) -> Tracker:
    message = {"text": SECRET, "intent": {"name": "greet"}, "entities": [], "language": "en"}
    return Tracker("whatsapp:923001234567", {}, message | (latest or {}), [], False, None, {}, None)


async def broken(enquiry: Enquiry) -> Reply:
    raise RuntimeError(SECRET)


async def endless(enquiry: Enquiry) -> Reply:
    await asyncio.sleep(60)
    raise AssertionError


async def run(services: Services, handler: Any, **latest: Any) -> list[dict[str, Any]]:
    dispatcher = CollectingDispatcher()
    await GuardedAction("greet", handler, services).run(dispatcher, tracker(latest), {})
    return dispatcher.messages


async def test_an_error_becomes_a_sentence_with_the_helplines_number(
    services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    async with services.sessions() as session:
        await services.helpline.office(session)
    with caplog.at_level(logging.ERROR):
        messages = await run(services, broken)
    assert "042-111-111-456" in messages[0]["text"]
    assert messages[-1]["custom"]["rahbar"]["language"] == "en"
    assert "action=action_greet" in caplog.text and "error=RuntimeError" in caplog.text
    assert "0300" not in caplog.text and "92300" not in caplog.text


async def test_an_answer_that_takes_too_long_is_given_up(services: Services) -> None:
    messages = await run(replace(services, time_limit=0.01), endless, language="ur")
    assert "مسئلہ" in messages[0]["text"]


async def test_a_broken_message_is_answered_too(services: Services) -> None:
    messages = await run(services, broken, entities=[None])
    assert "went wrong" in messages[0]["text"]


@pytest.mark.parametrize("path", ["/webhook"])
@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"no json", 400),
        (b"[]", 400),
        (b'{"next_action": "action_greet"}', 400),
        (b'{"next_action": "action_greet", "tracker": {"secret": 1}}', 400),
        (b'{"next_action": "action_none", "tracker": {"sender_id": "secret"}}', 404),
    ],
)
async def test_a_broken_call_is_refused_and_not_echoed(
    services: Services, path: str, body: bytes, status: int
) -> None:
    app = create_app([GuardedAction("greet", broken, services)])
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://actions") as client:
        response = await client.post(path, content=body)
    assert response.status_code == status
    assert "secret" not in response.text


async def test_the_engine_gets_responses_and_events(services: Services) -> None:
    async def handler(enquiry: Enquiry) -> Reply:
        return Reply("Hello")

    app = create_app([GuardedAction("greet", handler, services)])
    call = {
        "next_action": "action_greet",
        "tracker": {
            "sender_id": "web:1",
            "slots": {},
            "latest_message": {"text": "hi", "intent": {"name": "greet"}, "language": "ur"},
            "events": [],
        },
    }
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://actions") as client:
        answer = (await client.post("/webhook", content=json.dumps(call))).json()
        assert (await client.get("/health")).json() == {"status": "ok"}
        assert (await client.get("/actions")).json() == [{"name": "action_greet"}]
    assert answer["responses"][0]["text"] == "Hello"
    assert {"event": "slot", "name": "language", "value": "ur"}.items() <= next(
        event for event in answer["events"] if event["name"] == "language"
    ).items()


def test_details_are_read_typed_and_broken_ones_passed_over() -> None:
    details = Details.from_entities(
        [
            {"entity": "programme", "value": "a"},
            {"entity": "programme", "value": "b"},
            {"entity": "programme", "value": "unknown", "text": "Star Loan"},
            {"entity": "amount", "value": "2500000.0"},
            {"entity": "amount", "value": 1},
            {"entity": "sector", "value": {}},
            {"entity": "colour", "value": "red"},
            {"entity": "date", "value": "2026-05-01/2026-05-31"},
        ]
    )
    assert details.programmes == ("a", "b")
    assert details.unknown_names == ("Star Loan",)
    assert details.amount == 2_500_000
    assert [str(day) for day in details.days()] == ["2026-05-01", "2026-05-31"]
    assert Details.from_memory(details.to_memory()) == details


def test_a_new_place_takes_the_place_of_the_old_one_whole() -> None:
    earlier = Details(topics=("loan",), city="Lahore", province="Punjab")
    assert Details(city="Karachi").over(earlier) == Details(topics=("loan",), city="Karachi")
