"""Refuses a request body that is too large before it has been read whole."""

import json
from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.errors import BodyTooLarge


class BodyLimit:
    """ASGI middleware: 413 by the announced length, or as soon as more has come than allowed."""

    def __init__(self, app: ASGIApp, limit: int, larger: Mapping[str, int] | None = None) -> None:
        """`limit` is in bytes; `larger` has other limits for paths that begin like its keys."""
        self._app = app
        self._limit = limit
        self._larger = dict(larger or {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with a counted body."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._limit_of(scope["path"])
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if announced.isdigit() and int(announced[:18]) > limit:
            await _refuse(send, limit)
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                # FastAPI takes any other exception while reading a body for a broken body.
                raise HTTPException(BodyTooLarge.status, f"more than {limit} bytes")
            return message

        await self._app(scope, counted, send)

    def _limit_of(self, path: str) -> int:
        for beginning, limit in self._larger.items():
            if path.startswith(beginning):
                return limit
        return self._limit


async def _refuse(send: Send, limit: int) -> None:
    error = {"code": BodyTooLarge.code, "message": f"more than {limit} bytes"}
    body = json.dumps({"error": error}).encode()
    headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": BodyTooLarge.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
