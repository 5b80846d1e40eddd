"""A desk without engine and database: the real page and headers, an API that says set things."""

import asyncio
import json
import socket
import threading
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import uvicorn
from fastapi import FastAPI
from fastapi.responses import JSONResponse
from fastapi.staticfiles import StaticFiles
from sse_starlette import EventSourceResponse, ServerSentEvent

from bot.app import STATIC
from bot.chat import page
from bot.security_headers import SecurityHeaders

ANSWERS = {
    "en": "The Example Loan gives up to PKR 5 lakh.\n\nAs of March 2026.\n"
    "Ask: 042-111-111-456, or see https://example.org/loan.",
    "ur": "مثالی قرض میں 5 لاکھ روپے تک ملتے ہیں۔\n\nمارچ 2026 تک۔\n"
    "پوچھیں: 042-111-111-456 یا https://example.org/loan۔ ذریعہ: help.example.org",
    "roman_ur": "Misali qarz mein 5 lakh rupay tak milte hain.\n\nMarch 2026 tak.",
}
BUTTONS = {
    "en": ("Who can apply?", "Documents needed", "How to apply"),
    "ur": ("کون لے سکتا ہے؟", "کاغذات", "درخواست کیسے دیں؟"),
    "roman_ur": ("Kaun le sakta hai?", "Kaghzaat", "Apply kaise karein?"),
}
ROMAN = ("qarz", "chahiye", "karobar", "kahan")


class FakeDesk:
    """What was posted is in `posted`; `refusals` are the statuses of the next attempts."""

    def __init__(self) -> None:
        self.posted: list[dict[str, Any]] = []
        self.refusals: list[int] = []
        self.said: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.streams: dict[str, list[asyncio.Queue[ServerSentEvent]]] = defaultdict(list)
        self.app = self._build()
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        config = uvicorn.Config(
            self.app, port=self.port, log_level="error", timeout_graceful_shutdown=1
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def start(self) -> None:
        """Serve until `stop`; gives back control once it answers."""
        self._thread.start()
        limit = time.monotonic() + 20
        while not self._server.started:
            assert time.monotonic() < limit, "the fake desk did not start"
            time.sleep(0.02)

    def stop(self) -> None:
        """End the server and its streams."""
        self._server.should_exit = True
        self._thread.join(timeout=10)

    def forget(self) -> None:
        """Be as new."""
        self.posted.clear()
        self.refusals.clear()

    def _build(self) -> FastAPI:
        app = FastAPI()
        app.state.desk = SimpleNamespace(settings=SimpleNamespace(max_characters=4096))
        app.include_router(page.router)
        app.mount("/static", StaticFiles(directory=STATIC), name="static")
        app.add_middleware(SecurityHeaders)
        path = "/api/chat/{conversation}"
        app.add_api_route(f"{path}/messages", self._say, methods=["POST"])
        app.add_api_route(f"{path}/messages", self._read, methods=["GET"])
        app.add_api_route(f"{path}/events", self._follow, methods=["GET"], response_model=None)
        return app

    async def _say(self, conversation: str, message: dict[str, Any]) -> JSONResponse:
        self.posted.append(message)
        if self.refusals:
            told = {"error": {"code": "refused", "message": "not now"}}
            return JSONResponse(told, self.refusals.pop(0), {"Retry-After": "1"})
        question = self._keep(conversation, "in", _shown(message["text"]), None, message["id"])
        self._tell(conversation, "question", question)
        await asyncio.sleep(0.4)
        return JSONResponse(self._answer(conversation, message, question["position"]))

    def _answer(self, conversation: str, message: dict[str, Any], question: int) -> dict[str, Any]:
        language = _language(message["text"], message.get("language"))
        buttons = [
            {"title": title, "payload": f"~{place}{language}"}
            for place, title in enumerate(BUTTONS[language])
        ]
        reply = self._keep(conversation, "out", ANSWERS[language], language, None, buttons)
        turn = {
            "owner": "bot",
            "language": language,
            "intent": "ask_programme_benefits",
            "replies": [{"text": reply["text"], "buttons": buttons}],
            "id": message["id"],
            "question": question,
            "position": reply["position"],
        }
        self._tell(conversation, "answer", turn)
        return turn

    def _keep(
        self,
        conversation: str,
        direction: str,
        text: str,
        language: str | None,
        client_id: str | None,
        buttons: list[dict[str, str]] | None = None,
    ) -> dict[str, Any]:
        said = self.said[conversation]
        said.append(
            {
                "position": len(said) + 1,
                "direction": direction,
                "id": client_id,
                "status": "done",
                "text": text,
                "language": language,
                "buttons": buttons or [],
            }
        )
        return said[-1]

    def _tell(self, conversation: str, event: str, value: dict[str, Any]) -> None:
        number = str(value["position"]) if event == "answer" else None
        for stream in self.streams[conversation]:
            stream.put_nowait(ServerSentEvent(json.dumps(value), event=event, id=number))

    async def _read(self, conversation: str) -> dict[str, Any]:
        said = self.said[conversation]
        return {"owner": "bot", "language": None, "position": len(said), "messages": said}

    async def _follow(self, conversation: str) -> EventSourceResponse:
        stream: asyncio.Queue[ServerSentEvent] = asyncio.Queue()
        self.streams[conversation].append(stream)

        async def told() -> AsyncIterator[ServerSentEvent]:
            yield ServerSentEvent(comment="open")
            while True:
                yield await stream.get()

        return EventSourceResponse(told())


def _shown(text: str) -> str:
    return BUTTONS[text[2:]][int(text[1])] if text.startswith("~") else text


def _language(text: str, chosen: str | None) -> str:
    if text.startswith("~"):
        return text[2:]
    if any("\u0600" <= letter <= "\u06ff" for letter in text):
        return "ur"
    return "roman_ur" if any(word in text.lower() for word in ROMAN) else chosen or "en"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
