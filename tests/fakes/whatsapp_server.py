"""A fake of Meta's Graph API for one number, on loopback.

In a test: ``with WhatsAppServer() as server``. As a process:
``python -m tests.fakes.whatsapp_server --port 8901 --webhook http://127.0.0.1:8000/webhooks/whatsapp``.
The control endpoints are in `whatsapp_control`.
"""

import argparse
import random
import socket
import threading
import time
from types import TracebackType
from typing import Any, Self

import httpx
import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from .whatsapp_control import control_router
from .whatsapp_deliveries import Deliveries
from .whatsapp_faults import FaultLayer, error_body
from .whatsapp_payloads import status, update, value
from .whatsapp_state import Account, Rules

EXPIRED = "Error validating access token"

#: HTTP statuses of codes that do not come with 400.
STATUSES = {190: 401, 10: 403, 131000: 500, 131016: 503}


def graph_app(account: Account, deliveries: Deliveries) -> FastAPI:
    """The API, below the faults and beside the controls."""
    app = FastAPI()
    app.include_router(control_router(account, deliveries))
    _files(app, account)
    _messages(app, account, deliveries)
    _objects(app, account)
    return app


def _files(app: FastAPI, account: Account) -> None:
    @app.get("/download/{object_id}")
    async def download(object_id: str, request: Request) -> Response:
        if not _is_allowed(account, request):
            return Response(status_code=401)
        content, mime = account.files[object_id]
        return Response(content, media_type=mime)


def _messages(app: FastAPI, account: Account, deliveries: Deliveries) -> None:
    @app.post("/{version}/{phone_id}/messages")
    async def messages(version: str, phone_id: str, request: Request) -> Response:
        if not _is_allowed(account, request):
            return _refuse(190, EXPIRED)
        if phone_id != account.rules.phone_id:
            return _refuse(33, "no such number")
        body = await request.json()
        if body.get("status") == "read":
            account.reads.append(body["message_id"])
            return JSONResponse({"success": True})
        message_id, wrong = account.take(body)
        if wrong:
            return _refuse(*wrong)
        _tell(account, deliveries, message_id, body)
        taken = [{"id": message_id}]
        return JSONResponse({"messaging_product": "whatsapp", "messages": taken})


def _objects(app: FastAPI, account: Account) -> None:
    @app.get("/{version}/{object_id}/subscribed_apps")
    async def subscribed(version: str, object_id: str, request: Request) -> Response:
        if not _is_allowed(account, request):
            return _refuse(190, EXPIRED)
        apps = [{"whatsapp_business_api_data": {"id": "1", "name": "Rahbar"}}]
        return JSONResponse({"data": apps if object_id == account.rules.business_id else []})

    @app.get("/{version}/{object_id}")
    async def lookup(version: str, object_id: str, request: Request) -> Response:
        if not _is_allowed(account, request):
            return _refuse(190, EXPIRED)
        if object_id == account.rules.phone_id:
            return JSONResponse({"verified_name": "Rahbar", "quality_rating": "GREEN"})
        if object_id not in account.files:
            return _refuse(100, "Unsupported get request")
        content, mime = account.files[object_id]
        url = account.addresses.get(object_id) or f"{request.base_url}download/{object_id}"
        return JSONResponse({"url": url, "mime_type": mime, "file_size": len(content)})


def _is_allowed(account: Account, request: Request) -> bool:
    return request.headers.get("authorization") == f"Bearer {account.rules.token}"


def _refuse(code: int, words: str) -> JSONResponse:
    return JSONResponse(error_body(code, words), STATUSES.get(code, 400))


def _tell(account: Account, deliveries: Deliveries, message_id: str, body: dict[str, Any]) -> None:
    """Send the statuses that the rules ask for."""
    names = list(account.rules.statuses) if deliveries.url else []
    if account.rules.scrambled:
        names = random.sample(names * 2, len(names) * 2)
    tag = body.get("biz_opaque_callback_data")
    for number, name in enumerate(names):
        told = status(message_id, name, tag)
        deliveries.deliver_later(update(value(statuses=[told])), 0.02 * (number + 1))


class WhatsAppServer:
    """The fake in a thread of this process."""

    def __init__(self, rules: Rules | None = None, port: int = 0) -> None:
        self.account = Account(rules or Rules())
        self.deliveries = Deliveries(self.account.rules.app_secret)
        app = graph_app(self.account, self.deliveries)
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(("127.0.0.1", port))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        layered = FaultLayer(app, self.account.faults)
        config = uvicorn.Config(
            layered,
            log_level="critical",
            lifespan="off",
            access_log=False,
            # Longer than a client keeps an idle connection: only faults break one.
            timeout_keep_alive=60,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, args=([self._socket],), daemon=True
        )

    def __enter__(self) -> Self:
        self._thread.start()
        while not self._server.started:
            time.sleep(0.005)
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        self._server.force_exit = True
        self._thread.join(5)
        self._socket.close()

    def control(self, what: str, **fields: Any) -> Any:
        """Call a control endpoint; must not be called from an event loop that serves the webhook."""
        response = httpx.post(f"{self.url}/control/{what}", json=fields, timeout=60)
        response.raise_for_status()
        return response.json()

    def run(self) -> None:
        """Serve in this thread until the process ends."""
        self._server.run([self._socket])


def main() -> None:
    """A process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--webhook", default="", help="where updates are sent to")
    parser.add_argument(
        "--number-rate", type=int, default=80, help="messages a second; 0: no limit"
    )
    parser.add_argument("--statuses", default="", help="for example sent,delivered,read")
    given = parser.parse_args()
    statuses = tuple(name for name in given.statuses.split(",") if name)
    server = WhatsAppServer(Rules(number_rate=given.number_rate, statuses=statuses), given.port)
    server.deliveries.url = given.webhook
    server.run()


if __name__ == "__main__":
    main()
