"""What a person sent, by the type that WhatsApp gives it.

Source: developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
"""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.channels.whatsapp.fields import identifier, listing, mapping, words
from bot.channels.whatsapp.senders import phone_of
from bot.channels.words import sign
from bot.messages import Kind

#: Shown for words that cannot be shown.
_NO_WORDS: Final = "…"

#: Typed with a slash, or chosen from the list that WhatsApp shows for one.
COMMANDS: Final = frozenset({"start", "menu", "language", "human", "privacy", "help", "stop"})

_COMMAND: Final = re.compile(r"/([a-z]{1,32})\s*", re.ASCII | re.IGNORECASE)
_MEDIA_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,128}")
_REFERENCE: Final = "ref:"
_LONGEST_NAME: Final = 255


@dataclass(frozen=True, slots=True)
class Content:
    """The part of an `Incoming` that depends on the type of the message."""

    kind: Kind
    text: str
    reference: str | None = None
    content: Mapping[str, Any] | None = None


def content_of(message: Mapping[str, Any], phone: str | None) -> Content:
    """Read a message; `phone` is the sender's own number. What cannot be read is `OTHER`."""
    kind = message.get("type")
    read = _READERS.get(kind) if isinstance(kind, str) else None
    content = read(message, phone) if read else None
    return content or _other(message)


def edited_text(message: Mapping[str, Any]) -> str:
    """The new words of an edited message: a text's, or a caption."""
    new = mapping(mapping(message.get("edit")).get("message"))
    inner = mapping(new.get(new["type"])) if isinstance(new.get("type"), str) else {}
    return words(inner.get("body")) or words(inner.get("caption")) or _NO_WORDS


def _other(message: Mapping[str, Any]) -> Content:
    kind = words(mapping(message.get("unsupported")).get("type"), 64)
    kind = kind or words(message.get("type"), 64) or "unknown"
    codes = [mapping(error).get("code") for error in listing(message.get("errors"))]
    content: dict[str, Any] = {"type": kind}
    if codes and isinstance(codes[0], int):
        content["error"] = codes[0]
    return Content(Kind.OTHER, sign("other"), content=content)


def _text(message: Mapping[str, Any], _: str | None) -> Content | None:
    body = mapping(message.get("text")).get("body")
    if not isinstance(body, str):
        return None
    text = words(body)
    command = _COMMAND.fullmatch(text)
    if command and command.group(1).lower() in COMMANDS:
        return Content(Kind.COMMAND, command.group(1).lower())
    return Content(Kind.TEXT, text or _NO_WORDS)


def _interactive(message: Mapping[str, Any], _: str | None) -> Content | None:
    interactive = mapping(message.get("interactive"))
    reply = mapping(interactive.get("button_reply")) or mapping(interactive.get("list_reply"))
    reference = identifier(reply.get("id"))
    title = words(reply.get("title")) or sign("choose")
    return Content(Kind.PRESS, title, reference) if reference else None


def _template_button(message: Mapping[str, Any], _: str | None) -> Content | None:
    button = mapping(message.get("button"))
    payload, text = identifier(button.get("payload")), words(button.get("text"))
    if payload and payload.startswith(_REFERENCE):
        return Content(Kind.PRESS, text or sign("choose"), payload)
    return Content(Kind.TEXT, text) if text else None


def _media(message: Mapping[str, Any], _: str | None) -> Content | None:
    kind = message["type"]
    media = mapping(message.get(kind))
    provider_id = identifier(media.get("id"))
    if provider_id is None or not _MEDIA_ID.fullmatch(provider_id):
        return None
    if kind == "audio" and media.get("voice") is True:
        kind = "voice"
    size = media.get("file_size")
    content = {
        "kind": kind,
        "provider_id": provider_id,
        "mime": words(media.get("mime_type"), _LONGEST_NAME) or None,
        "name": words(media.get("filename"), _LONGEST_NAME) or None,
        "size": size if isinstance(size, int) and not isinstance(size, bool) else None,
    }
    return Content(Kind.MEDIA, words(media.get("caption")) or sign(kind), None, content)


def _location(message: Mapping[str, Any], _: str | None) -> Content | None:
    location = mapping(message.get("location"))
    latitude = _degrees(location.get("latitude"), 90)
    longitude = _degrees(location.get("longitude"), 180)
    if latitude is None or longitude is None:
        return None
    place = words(location.get("name"), _LONGEST_NAME) or words(
        location.get("address"), _LONGEST_NAME
    )
    content = {"latitude": latitude, "longitude": longitude}
    return Content(Kind.LOCATION, f"{sign('location')} {place}".strip(), None, content)


def _degrees(value: Any, most: int) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        degrees = float(value)
    except (ValueError, OverflowError):
        return None
    return degrees if math.isfinite(degrees) and abs(degrees) <= most else None


def _contacts(message: Mapping[str, Any], phone: str | None) -> Content | None:
    """Only the sender's own number is taken; of others we know nothing they agreed to."""
    shared = [mapping(contact) for contact in listing(message.get("contacts"))]
    entries = [mapping(entry) for contact in shared for entry in listing(contact.get("phones"))]
    numbers = [phone_of(entry.get("wa_id")) or phone_of(entry.get("phone")) for entry in entries]
    # Meta says so where a person answered a request for their number, which a username hides.
    origins = [each.get("origin") for each in (message, *shared)]
    is_own = "contact_request" in origins or (phone is not None and phone in numbers)
    known = [number for number in numbers if number]
    if len(shared) != 1 or not known or not is_own:
        return Content(Kind.OTHER, sign("contact"), content={"type": "foreign_contact"})
    number = phone if phone in known else known[0]
    return Content(Kind.CONTACT, sign("contact"), content={"phone": f"+{number}"})


def _silent(message: Mapping[str, Any], _: str | None) -> Content | None:
    kind = message["type"]
    emoji = words(mapping(message.get("reaction")).get("emoji"), 16)
    shown = emoji or (sign("image") if kind == "sticker" else _NO_WORDS)
    return Content(Kind.SILENT, shown, content={"type": kind})


def _welcome(_: Mapping[str, Any], __: str | None) -> Content:
    """A person opened the chat for the first time and has not written yet."""
    return Content(Kind.COMMAND, "start")


_READERS: Final[Mapping[str, Callable[[Mapping[str, Any], str | None], Content | None]]] = {
    "text": _text,
    "interactive": _interactive,
    "button": _template_button,
    "audio": _media,
    "image": _media,
    "video": _media,
    "document": _media,
    "location": _location,
    "contacts": _contacts,
    "reaction": _silent,
    "sticker": _silent,
    "request_welcome": _welcome,
}
