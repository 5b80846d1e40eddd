"""A Bot API on loopback that keeps Telegram's rules, errs on demand and records all.

As a process of its own: `python -m tests.fakes.telegram_server --port 9001 --token 1:secret`.

    POST /control/faults   {"kind": "error", "method": "sendMessage", "status": 500, ...} or a list
    POST /control/updates  {"updates": [...], "repeat": 1, "shuffle": false} -> {"update_ids": [...]}
    POST /control/state    {"blocked": ["7"], "migrated": {"-5": -1005}, "limits": false,
                            "files": {"id": {"path": "voice/1.oga", "base64": "..."}}}
    GET  /control/record   {"calls": [...], "sent": [...], "pending": [...], "acknowledged": [...],
                            "answered": [...], "deliveries": [...], "webhook": "...", ...}
    POST /control/forget   empties calls, sent and deliveries
"""

import argparse
import asyncio
import base64
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any
from urllib.parse import parse_qsl

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse

from tests.fakes.loopback import drop, serve_for_ever, serving
from tests.fakes.telegram_methods import METHODS
from tests.fakes.telegram_state import Call, Fault, Refusal, State
from tests.fakes.telegram_webhook import Deliveries

TOKEN = "123456789:AAFakeTokenOfTheTestsOnly-0123456789"
USERNAME = "rahbar_test_bot"


class FakeTelegram:
    """The state and the app over it."""

    def __init__(self, token: str = TOKEN, username: str = USERNAME) -> None:
        self.state = State(token, username)
        self.deliveries = Deliveries(self.state)
        self.url = ""
        self.app = FastAPI(lifespan=self._lifespan)
        self.app.include_router(_control(self))
        self.app.add_api_route("/bot{token}/{method}", self._call, methods=["GET", "POST"])
        self.app.add_api_route("/file/bot{token}/{path:path}", self._file)

    @asynccontextmanager
    async def running(self) -> AsyncIterator["FakeTelegram"]:
        """Serve in this event loop, on a free port."""
        async with serving(self.app) as self.url:
            try:
                yield self
            finally:
                await self.state.close()

    async def deliver(self, *updates: dict[str, Any]) -> list[int]:
        """Let updates come to the bot, by webhook or poll as it has chosen."""
        return await self.state.add(list(updates))

    def fault(self, kind: str, method: str = "sendMessage", **others: Any) -> None:
        """Let something go wrong."""
        self.state.faults.append(Fault(kind, method, **others))

    def calls(self, method: str) -> list[Call]:
        """What was called, also what failed."""
        return [call for call in self.state.calls if call.method == method]

    @asynccontextmanager
    async def _lifespan(self, _: FastAPI) -> AsyncIterator[None]:
        delivering = asyncio.create_task(self.deliveries.run())
        yield
        delivering.cancel()
        with suppress(asyncio.CancelledError):
            await delivering
        await self.deliveries.close()

    async def _call(self, token: str, method: str, request: Request) -> Response:
        parameters = await _parameters(request)
        call = Call(method, parameters, time.time())
        self.state.calls.append(call)
        chat = parameters.get("chat_id")
        fault = self.state.fault_of(method, None if chat is None else str(chat))
        call.fault = fault.kind if fault else None
        if fault is not None and fault.kind == "delay":
            await asyncio.sleep(fault.seconds)
        if fault is not None and fault.kind == "drop_before":
            drop(request)
            return Response()
        response = await self._answer(token, method, parameters, fault)
        call.status = response.status_code
        if fault is not None and fault.kind == "drop_after":
            drop(request)
        return response

    async def _answer(
        self, token: str, method: str, parameters: dict[str, Any], fault: Fault | None
    ) -> Response:
        if fault is not None and fault.kind == "page":
            return HTMLResponse("<html><h1>Bad Gateway</h1></html>", fault.status)
        if fault is not None and fault.kind == "odd":
            return JSONResponse({"ok": True})
        try:
            if fault is not None and fault.kind == "error":
                raise Refusal(fault.status, fault.description, **fault.parameters)
            if token != self.state.token:
                raise Refusal(401, "Unauthorized")
            if method not in METHODS:
                raise Refusal(404, "Not Found: method not found")
            result = await METHODS[method](self.state, parameters)
        except Refusal as refusal:
            return JSONResponse(refusal.body, refusal.status)
        return JSONResponse({"ok": True, "result": result})

    async def _file(self, token: str, path: str) -> Response:
        found = [data for at, data in self.state.files.values() if at == path]
        if token != self.state.token or not found or self.state.fault_of("file", None):
            return JSONResponse(Refusal(404, "Not Found").body, 404)
        return Response(found[0], media_type="application/octet-stream")


async def _parameters(request: Request) -> dict[str, Any]:
    """From the query, a form or JSON: Telegram takes them all."""
    body = await request.body()
    given: dict[str, Any] = dict(request.query_params)
    if request.headers.get("content-type", "").startswith("application/json"):
        return given | dict(await request.json())
    return given | dict(parse_qsl(body.decode(), keep_blank_values=True))


def _control(fake: FakeTelegram) -> APIRouter:
    router = APIRouter(prefix="/control")
    state = fake.state

    @router.post("/faults")
    async def faults(body: dict[str, Any] | list[dict[str, Any]]) -> int:
        added = body if isinstance(body, list) else [body]
        state.faults += [Fault(**each) for each in added]
        return len(added)

    @router.post("/updates")
    async def updates(body: dict[str, Any]) -> dict[str, Any]:
        fake.deliveries.repeat = int(body.get("repeat", 1))
        fake.deliveries.shuffle = bool(body.get("shuffle", False))
        return {"update_ids": await state.add(body["updates"])}

    @router.post("/state")
    async def change(body: dict[str, Any]) -> bool:
        state.blocked = set(body.get("blocked", state.blocked))
        state.migrated = dict(body.get("migrated", state.migrated))
        state.limits.are_kept = bool(body.get("limits", state.limits.are_kept))
        for file_id, file in body.get("files", {}).items():
            state.files[file_id] = (file["path"], base64.b64decode(file["base64"]))
        return True

    @router.get("/record")
    async def record() -> dict[str, Any]:
        return state.record() | {"deliveries": fake.deliveries.log}

    @router.post("/forget")
    async def forget() -> bool:
        state.calls.clear()
        state.sent.clear()
        fake.deliveries.log.clear()
        return True

    return router


def main() -> None:
    """Serve until ended."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--token", default=TOKEN)
    options = parser.parse_args()
    serve_for_ever(FakeTelegram(options.token).app, options.port)


if __name__ == "__main__":
    main()
