"""Webhooks as Meta sends them: signed, in ASCII JSON with escaped letters."""

import hashlib
import hmac
import itertools
import json
from typing import Any

PHONE_ID = "100200300400500"
BUSINESS_ID = "900800700600"
_numbers = itertools.count(1)


def wamid() -> str:
    """A new message id of the form that Meta gives."""
    return f"wamid.HBgMOTIzMDAxMjM0NTY3FQIAEhgg{next(_numbers):08X}"


def encoded(update: Any) -> bytes:
    """Meta's own JSON: letters that are not ASCII are escaped."""
    return json.dumps(update, ensure_ascii=True, separators=(",", ":")).encode()


def signature(body: bytes, app_secret: str) -> str:
    """The value of `X-Hub-Signature-256`."""
    return "sha256=" + hmac.new(app_secret.encode(), body, hashlib.sha256).hexdigest()


def message(
    kind: str = "text", sender: str | None = "923001234567", **fields: Any
) -> dict[str, Any]:
    """A message of one type; `fields` are added to it."""
    made = {"id": wamid(), "timestamp": "1795430000", "type": kind, **fields}
    return {"from": sender, **made} if sender else made


def text(words: str, sender: str | None = "923001234567", **fields: Any) -> dict[str, Any]:
    """A text message."""
    return message("text", sender, text={"body": words}, **fields)


def press(
    reference: str, title: str, on: str, sender: str = "923001234567", kind: str = "button_reply"
) -> dict[str, Any]:
    """A chosen button (`button_reply`) or row of a list (`list_reply`)."""
    chosen = {"type": kind, kind: {"id": reference, "title": title}}
    return message("interactive", sender, interactive=chosen, context={"id": on})


def status(
    message_id: str, name: str, tag: str | None = None, code: int | None = None, **fields: Any
) -> dict[str, Any]:
    """A status of one of our messages."""
    made: dict[str, Any] = {"id": message_id, "status": name, "timestamp": "1795430001", **fields}
    if tag is not None:
        made["biz_opaque_callback_data"] = tag
    if code is not None:
        made["errors"] = [{"code": code, "title": f"error {code}", "error_data": {"details": "x"}}]
    return made


def value(
    *,
    messages: list[Any] | None = None,
    statuses: list[Any] | None = None,
    phone_id: str = PHONE_ID,
    name: str | None = "Ayesha",
    user_id: str | None = None,
) -> dict[str, Any]:
    """What one change tells, with the contacts of its senders."""
    made: dict[str, Any] = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "922111000000", "phone_number_id": phone_id},
    }
    if messages is not None:
        made |= {"messages": messages, "contacts": _contacts(messages, name, user_id)}
    if statuses is not None:
        made["statuses"] = statuses
    return made


def update(*values: Any, field: str = "messages") -> dict[str, Any]:
    """A webhook with one change for each value."""
    changes = [{"field": field, "value": each} for each in values]
    return {
        "object": "whatsapp_business_account",
        "entry": [{"id": BUSINESS_ID, "changes": changes}],
    }


def _contacts(messages: list[Any], name: str | None, user_id: str | None) -> list[dict[str, Any]]:
    senders = [each.get("from") for each in messages if isinstance(each, dict)]
    contacts = []
    for sender in dict.fromkeys(senders):
        contact: dict[str, Any] = {"profile": {"name": name} if name else {}}
        contact |= {"wa_id": sender} if sender else {}
        contact |= {"user_id": user_id} if user_id else {}
        contacts.append(contact)
    return contacts
