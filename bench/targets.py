"""Who is asked: the REST channel of an engine, or the desk's chat API."""

import time
import uuid
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, Final

import httpx

_LONGEST_ANSWER: Final = 60.0


def client() -> httpx.AsyncClient:
    """One kept-alive client for all targets; no proxy stands between."""
    return httpx.AsyncClient(
        timeout=_LONGEST_ANSWER,
        limits=httpx.Limits(max_connections=64, max_keepalive_connections=64),
        trust_env=False,
    )


@dataclass(frozen=True)
class Answer:
    """Seconds until a reply was read whole, and whether it said anything."""

    seconds: float
    said_something: bool


class Target(ABC):
    """Something that answers messages."""

    def __init__(self, name: str, http: httpx.AsyncClient, url: str) -> None:
        self.name = name
        self.http = http
        self.url = url

    @abstractmethod
    def new_conversation(self) -> str:
        """The id of a conversation that has not been."""

    @abstractmethod
    async def _replies(self, conversation: str, text: str) -> list[dict[str, Any]]: ...

    async def ask(self, conversation: str, text: str) -> Answer:
        """Ask and wait. An error counts as a reply that says nothing."""
        started = time.perf_counter()
        try:
            replies = await self._replies(conversation, text)
        except (httpx.HTTPError, ValueError, KeyError):
            replies = []
        seconds = time.perf_counter() - started
        return Answer(seconds, any(str(reply.get("text") or "").strip() for reply in replies))


class RestChannel(Target):
    """An engine's REST channel."""

    def new_conversation(self) -> str:
        return f"bench:{uuid.uuid4()}"

    async def _replies(self, conversation: str, text: str) -> list[dict[str, Any]]:
        response = await self.http.post(
            f"{self.url}/webhooks/rest/webhook", json={"sender": conversation, "message": text}
        )
        response.raise_for_status()
        replies: list[dict[str, Any]] = response.json()
        return replies

    async def execute(self, conversation: str, action: str) -> float:
        """Seconds to run one action through the engine's API. Raises httpx.HTTPError."""
        started = time.perf_counter()
        response = await self.http.post(
            f"{self.url}/conversations/{conversation}/execute",
            params={"include_events": "NONE"},
            json={"name": action},
        )
        response.raise_for_status()
        return time.perf_counter() - started


class ChatApi(Target):
    """The desk's chat API."""

    def new_conversation(self) -> str:
        return f"web:{uuid.uuid4()}"

    async def _replies(self, conversation: str, text: str) -> list[dict[str, Any]]:
        response = await self.http.post(
            f"{self.url}/api/chat/{conversation}/messages", json={"text": text}
        )
        response.raise_for_status()
        replies: list[dict[str, Any]] = response.json()["replies"]
        return replies
