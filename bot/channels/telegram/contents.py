"""What a message holds: https://core.telegram.org/bots/api#message"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import phonenumbers
from telegram import Contact, Message
from telegram.constants import MessageType

from bot.channels.words import sign
from bot.messages import Kind
from bot.typed import clean

_COUNTRY: Final = "PK"
_DEFAULT_MIMES: Final = {
    "voice": "audio/ogg",
    "audio": "audio/mpeg",
    "image": "image/jpeg",
    "video": "video/mp4",
}
#: What people send that we cannot read. All else that is no text or file tells of the chat itself.
_UNREADABLE: Final = (
    MessageType.STICKER,
    MessageType.DICE,
    MessageType.GAME,
    MessageType.POLL,
    MessageType.STORY,
    MessageType.PAID_MEDIA,
    MessageType.LIVE_PHOTO,
    MessageType.CHECKLIST,
    MessageType.INVOICE,
    MessageType.GIVEAWAY,
)


@dataclass(frozen=True, slots=True)
class Content:
    """A message's kind, what the history shows of it, and its details."""

    kind: Kind
    text: str
    details: Mapping[str, Any] | None = None


def content_of(message: Message) -> Content | None:
    """What a person sent; None for a service message, which nobody wrote."""
    if message.text is not None:
        return Content(Kind.TEXT, clean(message.text) or sign("other"))
    if message.contact is not None:
        return _contact(message.contact, message)
    if message.location is not None:
        return _location(message)
    return _media(message) or _other(message)


def words_of(message: Message) -> str:
    """Text or caption, else a sign."""
    content = content_of(message)
    return content.text if content else sign("other")


def _contact(contact: Contact, message: Message) -> Content:
    """A person's own number; that of anybody else is none of our business."""
    writer = message.from_user
    if writer is None or contact.user_id != writer.id:
        return Content(Kind.OTHER, sign("contact"), {"type": "foreign_contact"})
    phone = e164(contact.phone_number)
    if phone is None:
        return Content(Kind.OTHER, sign("contact"), {"type": "contact"})
    return Content(Kind.CONTACT, sign("contact"), {"phone": phone})


def e164(number: str) -> str | None:
    """A phone number as Telegram writes it (with or without its plus) in international form."""
    written = number if number.startswith(("+", "0")) else f"+{number}"
    for candidate in (written, number):
        try:
            parsed = phonenumbers.parse(candidate, _COUNTRY)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(parsed):
            return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
    return None


def _location(message: Message) -> Content | None:
    place = message.location
    if place is None:
        return None
    title = clean(message.venue.title) if message.venue else ""
    where = {"latitude": float(place.latitude), "longitude": float(place.longitude)}
    return Content(Kind.LOCATION, title or sign("location"), where)


def _media(message: Message) -> Content | None:
    for kind, file in _files(message):
        if file is None:
            continue
        details = {
            "kind": kind,
            "provider_id": file.file_id,
            "mime": clean(getattr(file, "mime_type", None) or "") or _DEFAULT_MIMES.get(kind),
            "name": clean(getattr(file, "file_name", None) or "") or None,
            "size": file.file_size,
        }
        return Content(Kind.MEDIA, clean(message.caption or "") or sign(kind), details)
    return None


def _files(message: Message) -> tuple[tuple[str, Any], ...]:
    """An animation comes as a document too, so it goes first."""
    largest = max(message.photo, key=lambda size: size.width * size.height, default=None)
    return (
        ("voice", message.voice),
        ("audio", message.audio),
        ("video", message.animation),
        ("video", message.video),
        ("video", message.video_note),
        ("image", largest),
        ("document", message.document),
    )


def _other(message: Message) -> Content | None:
    present = [kind for kind in MessageType if getattr(message, kind.value, None)]
    unreadable = next((kind for kind in _UNREADABLE if kind in present), None)
    if unreadable is None and present:
        return None
    # Nothing that this version knows: a kind of message that is newer than it.
    name = unreadable.value if unreadable else "unknown"
    return Content(Kind.OTHER, sign("other"), {"type": name})
