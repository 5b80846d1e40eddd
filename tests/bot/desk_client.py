"""Talking to a desk in this process over its chat API."""

from typing import Any

import httpx
from fastapi import FastAPI


def client_of(app: FastAPI) -> httpx.AsyncClient:
    """A client of an application that was started."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://desk")


def path(conversation: str, what: str = "messages") -> str:
    """A path of the chat API."""
    return f"/api/chat/{conversation}/{what}"


async def say(client: httpx.AsyncClient, conversation: str, text: str, **more: Any) -> Any:
    """Say something and give the answer."""
    response = await client.post(path(conversation), json={"text": text, **more})
    assert response.status_code == 200, response.text
    return response.json()
