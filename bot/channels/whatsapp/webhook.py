"""The route that Meta calls: the handshake, and signed batches of what happened.

Source: developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/create-webhook-endpoint
"""

import hmac
import re
from collections.abc import Awaitable, Callable
from typing import Final

import structlog
from fastapi import APIRouter, Request, Response
from pywa.utils import HUB_CH, HUB_SIG, HUB_VT, webhook_updates_validator

log = structlog.get_logger(__name__)

PATH: Final = "/webhooks/whatsapp"

#: Meta's own bound on a webhook, in bytes.
LARGEST: Final = 3 * 1024 * 1024

_HUB_MODE: Final = "hub.mode"
_SIGNATURE: Final = re.compile(r"sha256=[0-9a-f]{64}")
_LONGEST_CHALLENGE: Final = 1024


def webhook_router(
    verify_token: str, app_secret: str, take: Callable[[bytes], Awaitable[bool]]
) -> APIRouter:
    """The two routes; `take` gives False while nothing can be taken in, and is given only
    bodies that Meta signed.
    """
    router = APIRouter(include_in_schema=False)

    @router.get(PATH)
    async def handshake(request: Request) -> Response:
        challenge = _challenge(request, verify_token)
        if challenge is None:
            return Response(status_code=403)
        return Response(challenge, media_type="text/plain")

    @router.post(PATH)
    async def updates(request: Request) -> Response:
        body = await _body(request)
        if body is None:
            return Response(status_code=413)
        if not is_signed(body, request.headers.getlist(HUB_SIG), app_secret):
            log.warning("whatsapp.forged", size=len(body))
            return Response(status_code=403)
        return Response(status_code=200 if await take(body) else 503)

    return router


def is_signed(body: bytes, signatures: list[str], app_secret: str) -> bool:
    """Whether the raw bytes carry Meta's signature: re-serialised JSON would lose it."""
    if len(signatures) != 1 or not _SIGNATURE.fullmatch(signatures[0]):
        return False
    return webhook_updates_validator(app_secret, body, signatures[0])


def _challenge(request: Request, verify_token: str) -> str | None:
    """What is to be echoed, if each parameter is there once and the token is ours."""
    names = (_HUB_MODE, HUB_VT, HUB_CH)
    given = [request.query_params.getlist(name) for name in names]
    if any(len(values) != 1 for values in given):
        return None
    mode, token, challenge = (values[0] for values in given)
    is_ours = hmac.compare_digest(token.encode("utf-8", "replace"), verify_token.encode())
    if mode != "subscribe" or not is_ours or not 0 < len(challenge) <= _LONGEST_CHALLENGE:
        return None
    return challenge


async def _body(request: Request) -> bytes | None:
    """The raw bytes, or None once there are more than we take."""
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced[:18]) > LARGEST:
        return None
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            return None
    return bytes(body)
