"""Faults of the fake Cloud API on demand, below HTTP too: a dropped socket has no status."""

import asyncio
import json
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from starlette.types import ASGIApp, Message, Receive, Scope, Send

Kind = Literal["error", "gateway", "drop_before", "drop_after", "delay", "redirect"]


@dataclass
class Fault:
    """One fault, for the next `times` requests that it fits."""

    kind: Kind
    code: int = 131000
    http: int = 400
    seconds: float = 0.0
    to: str | None = None
    """Only for messages to this person."""
    where: str = "messages"
    """`messages`, `typing`, `lookup` (of a file, number or subscription) or `download`."""
    times: int = 1
    location: str = ""
    retry_after: int | None = None


@dataclass
class Faults:
    """Those that wait, and those that were met, in their order."""

    waiting: list[Fault] = field(default_factory=list)
    met: list[dict[str, Any]] = field(default_factory=list)

    def add(self, kind: Kind, **fields: Any) -> None:
        self.waiting.append(Fault(kind, **fields))

    def take(self, where: str, to: str | None) -> Fault | None:
        for fault in self.waiting:
            if fault.where == where and fault.to in (None, to):
                fault.times -= 1
                if fault.times <= 0:
                    self.waiting.remove(fault)
                self.met.append({**asdict(fault), "to": to})
                return fault
        return None


class FaultLayer:
    """ASGI middleware that meets the faults before or after the real work."""

    def __init__(self, app: ASGIApp, faults: Faults) -> None:
        self._app = app
        self._faults = faults

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith("/control"):
            await self._app(scope, receive, send)
            return
        body = await _read(receive)
        fault = self._faults.take(*_aim(scope, body))
        again = _again(body, receive)
        if fault is None:
            await self._app(scope, again, send)
        elif fault.kind == "delay":
            await asyncio.sleep(fault.seconds)
            await self._app(scope, again, send)
        elif fault.kind == "drop_before":
            _drop(receive)
        elif fault.kind == "drop_after":
            await self._app(scope, again, _unheard)
            _drop(receive)
        else:
            await _answer(fault, send)


def error_body(code: int, words: str = "told to fail") -> dict[str, Any]:
    """The form of Graph's errors."""
    return {
        "error": {
            "message": f"(#{code}) {words}",
            "type": "OAuthException",
            "code": code,
            "error_data": {"messaging_product": "whatsapp", "details": words},
            "fbtrace_id": "AbCdEfGh",
        }
    }


def _aim(scope: Scope, body: bytes) -> tuple[str, str | None]:
    if scope["path"].startswith("/download/"):
        return "download", None
    if scope["method"] == "GET":
        return "lookup", None
    try:
        sent = json.loads(body)
    except ValueError:
        return "messages", None
    if sent.get("status") == "read":
        return "typing", None
    return "messages", sent.get("to") or sent.get("recipient")


async def _answer(fault: Fault, send: Send) -> None:
    headers = [(b"content-type", b"application/json")]
    content = json.dumps(error_body(fault.code)).encode()
    if fault.kind == "gateway":
        headers, content = [(b"content-type", b"text/html")], b"<h1>Bad gateway</h1>"
    if fault.kind == "redirect":
        headers.append((b"location", fault.location.encode()))
    if fault.retry_after is not None:
        headers.append((b"retry-after", str(fault.retry_after).encode()))
    await send({"type": "http.response.start", "status": fault.http, "headers": headers})
    await send({"type": "http.response.body", "body": content})


async def _read(receive: Receive) -> bytes:
    body = b""
    while True:
        part = await receive()
        body += part.get("body", b"")
        if not part.get("more_body"):
            return body


def _again(body: bytes, receive: Receive) -> Receive:
    given = False

    async def once() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return once


async def _unheard(_: Message) -> None:
    """An answer that nobody gets."""


def _drop(receive: Receive) -> None:
    """Cut the connection; uvicorn's `receive` belongs to the object that holds it."""
    cycle: Any = receive.__self__  # type: ignore[attr-defined]
    cycle.disconnected = True
    cycle.transport.abort()
