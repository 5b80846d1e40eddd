"""Who wrote: by phone number, by business-scoped user id, or by both.

Either can be absent: a person with a username may hide the number, and older webhooks have no id.
Source: developers.facebook.com/documentation/business-messaging/whatsapp/business-scoped-user-ids
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from bot.channels.events import Moved
from bot.channels.whatsapp.fields import NAME, Unreadable, listing, mapping, words
from bot.messages import Identity, Sender

PHONE: Final = "phone"
USER_ID: Final = "user_id"

_PHONE: Final = re.compile(r"[0-9]{5,20}")
_USER_ID: Final = re.compile(r"[A-Z]{2}(?:\.[A-Z]{3})?\.[A-Za-z0-9]{1,128}")
_LONGEST_NAME: Final = 100


def phone_of(value: Any) -> str | None:
    """The digits of a phone number with its country code."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None
    digits = re.sub(r"[^0-9]", "", value[:40])
    return digits if _PHONE.fullmatch(digits) else None


def user_id_of(value: Any) -> str | None:
    """A business-scoped user id, such as ``PK.13491208655302741918``."""
    return value if isinstance(value, str) and _USER_ID.fullmatch(value) else None


def is_phone(address: str) -> bool:
    """Whether an address is a number; else it is a business-scoped user id."""
    return _PHONE.fullmatch(address) is not None


def sender_of(value: Mapping[str, Any], message: Mapping[str, Any]) -> Sender:
    """Who sent a message; `value` is the part of the webhook around it.

    Raises:
        Unreadable: neither a number nor an id is there.
    """
    contact = _contact(value, message)
    phone = phone_of(message.get("from")) or phone_of(contact.get("wa_id"))
    user_id = user_id_of(message.get("from_user_id")) or user_id_of(contact.get("user_id"))
    identities = _identities(phone, user_id)
    if not identities:
        raise Unreadable("no_sender")
    name = words(mapping(contact.get("profile")).get("name"), _LONGEST_NAME)
    return Sender(NAME, identities, identities[0].value, name or None)


def moved(message: Mapping[str, Any]) -> Moved | None:
    """What a system message says of a new number or id; None where it says nothing of the kind.

    Source: .../whatsapp/webhooks/reference/messages/system
    """
    system = mapping(message.get("system"))
    before = phone_of(message.get("from") or system.get("customer"))
    phone = phone_of(system.get("wa_id") or system.get("new_wa_id"))
    if system.get("type") == "user_changed_user_id":
        phone = phone or before
    new = _identities(phone, user_id_of(system.get("user_id")))
    old = _identities(before, user_id_of(system.get("previous_user_id")))
    gone = [identity for identity in old if identity not in new]
    if not new or not gone:
        return None
    return Moved(NAME, gone[0], new, new[0].value)


def _contact(value: Mapping[str, Any], message: Mapping[str, Any]) -> Mapping[str, Any]:
    """The sender's entry; never one that contradicts the message, for that joins two people."""
    contacts = [mapping(contact) for contact in listing(value.get("contacts"))]
    pairs = [(contact, _equalities(contact, message)) for contact in contacts]
    for contact, equalities in pairs:
        if any(equalities) and all(equalities):
            return contact
    return contacts[0] if len(contacts) == 1 and not pairs[0][1] else {}


def _equalities(contact: Mapping[str, Any], message: Mapping[str, Any]) -> list[bool]:
    keys = (("wa_id", "from"), ("user_id", "from_user_id"))
    both = [(contact.get(own), message.get(key)) for own, key in keys]
    return [own == given for own, given in both if own and given]


def _identities(phone: str | None, user_id: str | None) -> tuple[Identity, ...]:
    known = ((PHONE, phone), (USER_ID, user_id))
    return tuple(Identity(kind, value) for kind, value in known if value)
