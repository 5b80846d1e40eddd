"""WhatsApp in this process: takes what the desk sends, at once, and posts signed webhooks to it."""

import asyncio
import itertools
import socket
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bench.channels_poster import Poster
from tests.fakes.whatsapp_payloads import encoded, signature, status, update, value
from tests.fakes.whatsapp_state import Rules


@dataclass(frozen=True)
class Acknowledged:
    """A webhook: whether it got its 200, and after how many seconds."""

    is_taken: bool
    seconds: float


class Graph:
    """Meta's side. It has no limits: those are the fake's of the tests."""

    def __init__(self, poster: Poster) -> None:
        self._poster = poster
        self._numbers = itertools.count(1)
        self._answered: dict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self.answers = 0
        self.acknowledged: list[Acknowledged] = []
        self.has_receipts = True
        """Whether each answer brings three statuses, as in life."""
        self.webhook = ""
        self._tasks: set[asyncio.Task[Any]] = set()

    def app(self) -> Starlette:
        """The one route that the desk calls."""

        async def messages(request: Request) -> JSONResponse:
            body = await request.json()
            if body.get("status") == "read":
                return JSONResponse({"success": True})
            number = f"wamid.SENT{next(self._numbers):012}"
            self.answers += 1
            self._answered[body["to"]].set()
            if self.has_receipts:
                self._later(self._receipts(number, body.get("biz_opaque_callback_data")))
            return JSONResponse({"messages": [{"id": number}]})

        return Starlette(routes=[Route("/{version}/{phone}/messages", messages, methods=["POST"])])

    async def say(self, webhook: str, phone: str, text: str) -> Acknowledged:
        """A person writes."""
        message = {
            "from": phone,
            "id": f"wamid.SAID{phone}{next(self._numbers):012}",
            "timestamp": "1795430000",
            "type": "text",
            "text": {"body": text},
        }
        self._answered[phone].clear()
        return await self._post(webhook, update(value(messages=[message])))

    async def wait(self, phone: str, patience: float) -> bool:
        """Whether something is said to the person within some seconds."""
        try:
            async with asyncio.timeout(patience):
                await self._answered[phone].wait()
        except TimeoutError:
            return False
        return True

    async def settled(self) -> None:
        """Wait until the desk has all receipts."""
        await asyncio.gather(*self._tasks)

    async def _receipts(self, number: str, tag: str | None) -> None:
        for name in ("sent", "delivered", "read"):
            await self._post(self.webhook, update(value(statuses=[status(number, name, tag)])))

    async def _post(self, webhook: str, told: Any) -> Acknowledged:
        body = encoded(told)
        headers = {
            "content-type": "application/json",
            "x-hub-signature-256": signature(body, Rules().app_secret),
        }
        begun = time.perf_counter()
        is_taken = await self._poster.post(webhook, body, headers) == 200
        taken = Acknowledged(is_taken, time.perf_counter() - begun)
        self.acknowledged.append(taken)
        return taken

    def _later(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


@asynccontextmanager
async def graph() -> AsyncIterator[tuple[Graph, str]]:
    """The graph and its address."""
    poster = Poster()
    made = Graph(poster)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        config = uvicorn.Config(made.app(), log_level="critical", timeout_keep_alive=75)
        server = uvicorn.Server(config)
        server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
        task = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            yield made, f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = server.force_exit = True
            await task
            poster.close()
