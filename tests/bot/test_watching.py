"""What operators see: health, figures, headers, logs; and nothing personal in any of it."""

import logging
from typing import Any

import httpx
import pytest
from desk_client import say
from fake_engine import FakeEngine

from bot import logs
from bot.security_headers import HEADERS


async def test_alive_and_not_ready_without_actions(client: httpx.AsyncClient) -> None:
    assert (await client.get("/healthz")).json() == {"status": "ok"}
    ready = await client.get("/readyz")
    assert ready.status_code == 503
    parts = ready.json()
    assert (parts["database"], parts["engine"], parts["actions"]) == (True, True, False)


async def test_readiness_tells_an_engine_that_is_down(
    client: httpx.AsyncClient, engine: FakeEngine
) -> None:
    engine.ready = False
    assert (await client.get("/readyz")).json()["engine"] is False


async def test_figures_count_turns_by_outcome(client: httpx.AsyncClient, conversation: str) -> None:
    await say(client, conversation, "hello")
    await client.post(f"/api/chat/{conversation}/messages", json={"text": ""})
    figures = (await client.get("/metrics")).text
    assert 'rahbar_turns_total{channel="web",outcome="done"} 1.0' in figures
    assert 'rahbar_refused_total{reason="text_empty"} 1.0' in figures
    assert conversation not in figures


@pytest.mark.parametrize("path", ["/", "/healthz", "/static/css/base.css", "/nothing"])
async def test_every_response_has_the_strict_headers(client: httpx.AsyncClient, path: str) -> None:
    response = await client.get(path)
    assert {name: response.headers[name] for name in HEADERS} == HEADERS
    assert "unsafe" not in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json"])
async def test_no_page_describes_the_api_to_the_world(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(path)).status_code == 404


async def test_logs_hold_neither_words_nor_ids(
    client: httpx.AsyncClient, conversation: str, engine: FakeEngine, capsys: Any, caplog: Any
) -> None:
    caplog.set_level(logging.DEBUG)
    logs.configure("DEBUG", as_json=True)
    secret = "35202-1234567-1"
    await say(client, conversation, f"my CNIC is {secret}", id="client-id-1")
    engine.failures = 1000
    await say(client, conversation, secret)
    written = "".join(capsys.readouterr()) + caplog.text
    assert "turn" in written
    assert secret not in written
    assert conversation.removeprefix("web:") not in written


def test_an_exception_is_logged_by_kind_and_place_alone() -> None:
    try:
        raise ValueError("35202-1234567-1")
    except ValueError as error:
        event = logs.without_values(None, "error", {"event": "x", "exc_info": error})
    assert event["error"] == "ValueError"
    assert event["at"].startswith("test_watching.py:")
    assert "35202" not in str(event)


def test_a_pseudonym_is_stable_and_tells_the_channel_only() -> None:
    name = logs.pseudonym("whatsapp:923001234567")
    assert name == logs.pseudonym("whatsapp:923001234567")
    assert name.startswith("whatsapp:")
    assert "92300" not in name
