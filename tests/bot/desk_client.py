"""Talking to a desk in this process over its chat API."""

from typing import Any

import httpx
from fastapi import FastAPI

from bot.messages import Identity, Incoming, Sender


def client_of(app: FastAPI) -> httpx.AsyncClient:
    """A client of an application that was started."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://desk")


def path(conversation: str, what: str = "messages") -> str:
    """A path of the chat API."""
    return f"/api/chat/{conversation}/{what}"


def web(conversation: str, text: str, external_id: str | None = None, **more: Any) -> Incoming:
    """A message of the web chat, not yet stored."""
    value = conversation.removeprefix("web:")
    return Incoming(Sender("web", (Identity("user", value),), value), text, external_id, **more)


async def say(client: httpx.AsyncClient, conversation: str, text: str, **more: Any) -> Any:
    """Say something and give the answer."""
    response = await client.post(path(conversation), json={"text": text, **more})
    assert response.status_code == 200, response.text
    return response.json()
