"""Telegram's webhook: https://core.telegram.org/bots/api#setwebhook"""

import hashlib
import hmac
from collections.abc import Awaitable, Callable
from typing import Final

from fastapi import APIRouter, Request, Response

PATH: Final = "/webhooks/telegram"
SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"
LARGEST_BODY: Final = 3 * 1024 * 1024
"""In bytes; an update is some kilobytes."""

_PURPOSE: Final = b"rahbar telegram webhook"

Accept = Callable[[bytes], Awaitable[bool]]
"""Stores what a body holds; False when it cannot be read yet and is to be sent again."""


def secret_of(token: str) -> str:
    """The secret by which Telegram proves itself; the same for all desks and after a restart."""
    return hmac.new(token.encode(), _PURPOSE, hashlib.sha256).hexdigest()


def create_router(secret: str, accept: Accept) -> APIRouter:
    """The route that takes updates: nothing is read of a request that does not know the secret."""
    router = APIRouter()

    @router.post(PATH, include_in_schema=False)
    async def receive(request: Request) -> Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), secret.encode()):
            return Response(status_code=403)
        body = await _read(request)
        if body is None:
            return Response(status_code=413)
        return Response(status_code=200 if await accept(body) else 503)

    return router


async def _read(request: Request) -> bytes | None:
    """The body, or None as soon as it proves too large."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)
