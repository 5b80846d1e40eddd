"""The engine behind HTTP: what Rasa's REST channel gives, and everything that it may do wrong."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.engine import RasaEngine, read_reply
from bot.errors import EngineUnavailable
from bot.messages import BotMessage, Button


class Rasa:
    """A server on the loopback that answers as told."""

    def __init__(self) -> None:
        self.response: Response = JSONResponse([])
        self.asked: list[Any] = []
        self.pause = 0.0

    async def webhook(self, request: Request) -> Response:
        self.asked.append(await request.json())
        await asyncio.sleep(self.pause)
        return self.response

    async def root(self, _: Request) -> Response:
        return PlainTextResponse("Hello from Rasa: 3.6.21")


@pytest_asyncio.fixture
async def rasa() -> AsyncIterator[tuple[Rasa, str]]:
    fake = Rasa()
    routes = [
        Route("/webhooks/rest/webhook", fake.webhook, methods=["POST"]),
        Route("/", fake.root),
    ]
    config = uvicorn.Config(Starlette(routes=routes), port=0, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield fake, f"http://127.0.0.1:{port}/"
    server.should_exit = True
    await serving


async def test_messages_buttons_and_what_was_understood_are_read(rasa: tuple[Rasa, str]) -> None:
    fake, url = rasa
    fake.response = JSONResponse(
        [
            {"recipient_id": "web:1", "text": "Up to PKR 1 crore"},
            {"text": "More?", "buttons": [{"title": "Documents", "payload": "/x"}]},
            {"custom": {"rahbar": {"intent": "ask_programme_benefits", "language": "en"}}},
        ]
    )
    engine = RasaEngine(url, deadline=2)
    reply = await engine.reply("web:1", "SAAF kitna?", {"channel": "web"})
    await engine.close()
    assert reply.messages == (
        BotMessage("Up to PKR 1 crore"),
        BotMessage("More?", (Button("Documents", "/x"),)),
    )
    assert (reply.intent, reply.language) == ("ask_programme_benefits", "en")
    assert fake.asked == [
        {"sender": "web:1", "message": "SAAF kitna?", "metadata": {"channel": "web"}}
    ]


@pytest.mark.parametrize(
    "response",
    [
        JSONResponse([]),
        JSONResponse([{"custom": {"rahbar": {"intent": "greet"}}}]),
        JSONResponse({"error": "the turn failed"}, 503),
        JSONResponse({"no": "list"}),
        JSONResponse(["text"]),
        PlainTextResponse("not json"),
        PlainTextResponse("not found", 404),
    ],
)
async def test_no_usable_answer_means_ask_again(rasa: tuple[Rasa, str], response: Response) -> None:
    fake, url = rasa
    fake.response = response
    engine = RasaEngine(url, deadline=2)
    with pytest.raises(EngineUnavailable):
        await engine.reply("web:1", "hello", {})
    await engine.close()


async def test_a_turn_past_its_deadline_means_ask_again(rasa: tuple[Rasa, str]) -> None:
    fake, url = rasa
    fake.pause = 1.0
    engine = RasaEngine(url, deadline=0.1)
    with pytest.raises(EngineUnavailable):
        await engine.reply("web:1", "hello", {})
    await engine.close()


async def test_readiness_is_that_the_port_answers(rasa: tuple[Rasa, str]) -> None:
    engine = RasaEngine(rasa[1], deadline=2)
    nowhere = RasaEngine("http://127.0.0.1:1", deadline=2)
    assert await engine.is_ready()
    assert not await nowhere.is_ready()
    with pytest.raises(EngineUnavailable):
        await nowhere.reply("web:1", "hello", {})
    await engine.close()
    await nowhere.close()


def test_an_error_names_no_words_of_the_user() -> None:
    reply = read_reply([{"text": " "}, {"buttons": [{"title": "", "payload": "/x"}]}])
    assert reply.messages == ()
