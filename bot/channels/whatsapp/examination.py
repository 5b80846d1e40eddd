"""For `rahbar doctor`: whether the number and its webhooks are well, and how to mend them."""

from collections.abc import Sequence
from typing import Any

import httpx
from pywa.errors import WhatsAppError

from bot.channels.whatsapp.failures import failure_of
from bot.channels.whatsapp.graph import Graph

Findings = Sequence[tuple[str, bool, str]]


async def examine(graph: Graph, business_id: str) -> Findings:
    """What was looked at, whether it is well, how to mend it; makes one or two calls."""
    findings = [await _number(graph)]
    if business_id:
        findings.append(await _webhooks(graph, business_id))
    return findings


async def _number(graph: Graph) -> tuple[str, bool, str]:
    what = "WhatsApp number"
    try:
        number = await graph.phone_number()
    except (WhatsAppError, httpx.HTTPError, ValueError, KeyError) as error:
        remedy = "check the phone number id and the token (docs/channels.md)"
        return what, False, f"{_reason(error)}; {remedy}"
    rating = str(number.get("quality_rating") or "unknown")
    named = f"{what} {number.get('verified_name') or ''}, quality {rating}"
    return named, rating != "RED", "people block or report us: send less that was not asked for"


async def _webhooks(graph: Graph, business_id: str) -> tuple[str, bool, str]:
    what = "WhatsApp webhook subscription"
    try:
        apps: Any = (await graph.subscribed_apps(business_id)).get("data")
    except (WhatsAppError, httpx.HTTPError, ValueError, KeyError) as error:
        return what, False, f"{_reason(error)}; check the business account's id"
    return what, bool(apps), "subscribe the app to the account's webhooks, field `messages`"


def _reason(error: Exception) -> str:
    failure = failure_of(error)
    return f"{failure.code}: {failure.reason}"
