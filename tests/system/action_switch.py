"""Stands between the engine and the real actions, and fails in their place when it is told to."""

import asyncio
import json
import socket
import threading
import time
from collections import Counter
from types import TracebackType
from typing import Any, Self

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

#: What the actions may do instead of answering.
FAILURES = ("error", "hang", "page", "list", "odd", "silent", "drop")


class ActionSwitch:
    """An action server at `url`; it fails in the conversations of `modes`, in one of FAILURES."""

    def __init__(self, actions_url: str) -> None:
        self._actions_url = actions_url
        self.modes: dict[str, str] = {}
        self.failed: Counter[str] = Counter()
        """How often in each way."""
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._client = httpx.AsyncClient(trust_env=False, timeout=20)
        app = Starlette(routes=[Route("/webhook", self._webhook, methods=["POST"])])
        config = uvicorn.Config(app, log_level="critical", lifespan="off", timeout_keep_alive=75)
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, args=([self._socket],), daemon=True
        )

    def __enter__(self) -> Self:
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self._server.should_exit = self._server.force_exit = True
        self._thread.join(5)
        self._socket.close()

    async def _webhook(self, request: Request) -> Response:
        body = await request.body()
        mode = self.modes.get(json.loads(body)["sender_id"])
        if mode is None:
            url = f"{self._actions_url}/webhook"
            answer = await self._client.post(url, content=body)
            return Response(answer.content, answer.status_code, media_type="application/json")
        self.failed[mode] += 1
        return await _fail(mode, body)


async def _fail(mode: str, body: bytes) -> Response:
    match mode:
        case "error":
            # As rasa-sdk's own server does, with the whole tracker in it.
            return JSONResponse({"error": "boom", "tracker": body.decode()}, 500)
        case "hang":
            await asyncio.sleep(30)
        case "page":
            return Response(b"<html>" + body, media_type="text/html")
        case "list":
            return JSONResponse([body.decode()])
        case "odd":
            told: Any = {"events": [{"event": body.decode()}], "responses": [{"text": 7}]}
            return JSONResponse(told)
        case "drop":
            raise RuntimeError("dropped")
    return JSONResponse({"events": [], "responses": []})
