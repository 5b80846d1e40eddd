"""What became of messages that we sent.

Source: developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages/status
"""

from collections.abc import Mapping
from typing import Any, Final

from bot.channels.events import Receipt
from bot.channels.whatsapp.codes import failure_of
from bot.channels.whatsapp.fields import (
    NAME,
    Unreadable,
    identifier,
    listing,
    mapping,
    moment,
    words,
)

_KNOWN: Final = frozenset({"sent", "delivered", "read", "failed"})
_LONGEST_TAG: Final = 64
_LONGEST_REASON: Final = 300


def receipt_of(_: Mapping[str, Any], status: Mapping[str, Any]) -> Receipt | None:
    """A receipt, or None for a status that says nothing to us (`played`, `deleted`).

    Raises:
        Unreadable: the message that it is about is not named.
    """
    provider_id = identifier(status.get("id"))
    if provider_id is None:
        raise Unreadable("no_id")
    name = status.get("status")
    if name not in _KNOWN:
        return None
    error = mapping(next(iter(listing(status.get("errors"))), None)) if name == "failed" else {}
    code = identifier(error.get("code"))
    return Receipt(
        channel=NAME,
        provider_id=provider_id,
        status=str(name),
        at=moment(status.get("timestamp")),
        tag=words(status.get("biz_opaque_callback_data"), _LONGEST_TAG) or None,
        error_code=code,
        error=_reason(error),
        failure=failure_of(code),
    )


def _reason(error: Mapping[str, Any]) -> str | None:
    details = words(mapping(error.get("error_data")).get("details"), _LONGEST_REASON)
    return details or words(error.get("title") or error.get("message"), _LONGEST_REASON) or None
