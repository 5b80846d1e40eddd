"""A webhook of the Cloud API as our events: every message and status of every entry.

One item that cannot be read becomes a `Garbled` and harms none beside it.
Source: developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/overview
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import structlog

from bot.channels.events import Edited, Event
from bot.channels.whatsapp.contents import content_of, edited_text
from bot.channels.whatsapp.fields import Unreadable, garbled, identifier, listing, mapping
from bot.channels.whatsapp.receipts import receipt_of
from bot.channels.whatsapp.senders import PHONE, moved, sender_of
from bot.messages import Incoming, Sender

log = structlog.get_logger(__name__)

#: What stands for the words of a message that its writer deleted.
WITHDRAWN: Final = "🗑"

_OBJECT: Final = "whatsapp_business_account"
_CAMPAIGN: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")


def events_of(body: bytes, phone_id: str) -> list[Event]:
    """Read a webhook whose signature was checked; what is for other numbers is passed over."""
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return [garbled("not_json", body.decode("utf-8", "replace"))]
    if not isinstance(update, dict) or not isinstance(update.get("entry"), list):
        return [garbled("no_entries", update)]
    if update.get("object", _OBJECT) != _OBJECT:
        return []
    return [event for change in _changes(update) for event in _events_of_change(change, phone_id)]


def _changes(update: Mapping[str, Any]) -> Iterator[Any]:
    for entry in update["entry"]:
        changes = mapping(entry).get("changes")
        yield from changes if isinstance(changes, list) else [entry]


def _events_of_change(change: Any, phone_id: str) -> Iterator[Event]:
    value = mapping(change).get("value")
    if not isinstance(value, dict):
        yield garbled("no_value", change)
        return
    if change.get("field", "messages") != "messages":
        return
    number = identifier(mapping(value.get("metadata")).get("phone_number_id"))
    if number not in (None, phone_id):
        return
    for error in listing(value.get("errors")):
        log.warning("whatsapp.account_error", code=mapping(error).get("code"))
    for key, read in (("messages", _message), ("statuses", receipt_of)):
        if not isinstance(value.get(key, []), list):
            yield garbled(f"no_list_of_{key}", value)
        for item in listing(value.get(key)):
            yield from _safely(read, value, item)


def _safely(
    read: Callable[[Mapping[str, Any], Mapping[str, Any]], Event | None],
    value: Mapping[str, Any],
    item: Any,
) -> Iterator[Event]:
    try:
        if not isinstance(item, dict):
            raise Unreadable("no_object")
        event = read(value, item)
    except Unreadable as error:
        yield garbled(str(error), item)
    except Exception as error:
        # Whatever one item does to the parser, it must not keep its neighbours from their answer.
        log.exception("whatsapp.poison")
        yield garbled(type(error).__name__, item)
    else:
        if event is not None:
            yield event


def _message(value: Mapping[str, Any], message: Mapping[str, Any]) -> Event | None:
    if message.get("type") == "system":
        return moved(message)
    if message.get("group_id"):
        # A business must have made the group itself; ours makes none, and answers in private.
        return None
    external_id = identifier(message.get("id"))
    if external_id is None:
        raise Unreadable("no_id")
    sender = sender_of(value, message)
    if message.get("type") in ("edit", "revoke"):
        return _changed(sender, message)
    return _incoming(sender, external_id, message)


def _changed(sender: Sender, message: Mapping[str, Any]) -> Edited:
    kind = message["type"]
    original = identifier(mapping(message.get(kind)).get("original_message_id"))
    if original is None:
        raise Unreadable("no_original")
    return Edited(sender, original, edited_text(message) if kind == "edit" else WITHDRAWN)


def _incoming(sender: Sender, external_id: str, message: Mapping[str, Any]) -> Incoming:
    phone = next((one.value for one in sender.identities if one.kind == PHONE), None)
    content = content_of(message, phone)
    return Incoming(
        sender=sender,
        text=content.text,
        external_id=external_id,
        kind=content.kind,
        reference=content.reference,
        content=content.content,
        pressed_on=_pressed_on(message) if content.reference else None,
        campaign=_campaign(message),
    )


def _pressed_on(message: Mapping[str, Any]) -> str | None:
    return identifier(mapping(message.get("context")).get("id"))


def _campaign(message: Mapping[str, Any]) -> str | None:
    """The advertisement that the person came by.

    Source: .../whatsapp/webhooks/reference/messages/text, the `referral` object
    """
    source = identifier(mapping(message.get("referral")).get("source_id"))
    return source if source and _CAMPAIGN.fullmatch(source) else None
