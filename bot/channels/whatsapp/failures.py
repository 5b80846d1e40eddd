"""Turns what a call of the Cloud API raised into what the outbox has to do about it."""

from collections.abc import Callable, Mapping
from typing import Final

import httpx
from pywa.errors import WhatsAppError

from bot.channels import errors
from bot.channels.whatsapp.codes import RULES, Outcome, Rule, rule_of
from bot.typed import clean

#: The request never left us.
_BEFORE: Final = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.LocalProtocolError,
)
#: The request cannot leave us before the address of the API is mended.
_MISCONFIGURED: Final = (httpx.UnsupportedProtocol, httpx.InvalidURL)

_LONGEST_REASON: Final = 300


def failure_of(error: Exception) -> errors.SendError:
    """Classify an exception of pywa or httpx; anything unknown is taken for perhaps sent."""
    if isinstance(error, WhatsAppError):
        return _refusal(error)
    name = type(error).__name__
    if isinstance(error, _BEFORE):
        return errors.Temporary("connection", name)
    if isinstance(error, _MISCONFIGURED):
        return errors.ChannelStopped("address", name)
    if isinstance(error, httpx.HTTPError):
        return errors.Unsure("connection", name)
    return errors.Unsure("unreadable_answer", name)


def _refusal(error: WhatsAppError) -> errors.SendError:
    response = error.raw_response
    status = response.status_code if response is not None else 400
    if response is None or not _is_of_graph(response):
        return _of_a_gateway(status)
    rule = rule_of(error.code, status)
    if error.code not in RULES and error.is_transient:
        rule = Rule(Outcome.RETRY)
    reason = clean(f"{error.message} {error.details or ''}")[:_LONGEST_REASON]
    return _failure(rule, str(error.code), reason, _retry_after(response))


def _of_a_gateway(status: int) -> errors.SendError:
    """An answer that is not Graph's own: what stood behind it may have taken the message."""
    code, reason = f"http_{status}", "no error of the Cloud API's own"
    if status >= 500 and status != httpx.codes.SERVICE_UNAVAILABLE:
        return errors.Unsure(code, reason)
    return _failure(rule_of(None, status), code, reason, None)


def _failure(rule: Rule, code: str, reason: str, retry_after: float | None) -> errors.SendError:
    if rule.outcome is Outcome.RETRY:
        pause = retry_after if retry_after is not None else rule.retry_after
        return errors.Temporary(code, reason, pause, rule.base, rule.whole_channel)
    return _KINDS[rule.outcome](code, reason)


_KINDS: Final[Mapping[Outcome, Callable[[str, str], errors.SendError]]] = {
    Outcome.FINAL: errors.Final,
    Outcome.WINDOW: errors.WindowClosed,
    Outcome.STOP: errors.ChannelStopped,
}


def _is_of_graph(response: httpx.Response) -> bool:
    try:
        error = response.json()["error"]
        return isinstance(error, dict) and "code" in error
    except (ValueError, KeyError, TypeError):
        return False


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds, where the answer names a number of them."""
    value = response.headers.get("retry-after", "")
    return float(value) if value.isdecimal() and len(value) < 6 else None
