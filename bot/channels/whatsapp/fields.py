"""Reads fields of a webhook that may be absent, of another type, or hold what cannot be stored."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from bot.channels.events import Garbled
from bot.typed import clean

NAME: Final = "whatsapp"

#: What a dead letter keeps of an item, in characters.
_LONGEST_BODY: Final = 20_000
_LONGEST_ID: Final = 256
_ID: Final = re.compile(r"[\x21-\x7e]+")


class Unreadable(Exception):
    """An item lacks what nothing can be done without."""


def mapping(value: Any) -> Mapping[str, Any]:
    """The value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def listing(value: Any) -> list[Any]:
    """The value if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def words(value: Any, longest: int | None = None) -> str:
    """A text without what no database can hold, or an empty one."""
    return clean(value)[:longest] if isinstance(value, str) else ""


def identifier(value: Any) -> str | None:
    """An id of the provider: visible ASCII of a bounded length."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str) or len(value) > _LONGEST_ID:
        return None
    return value if _ID.fullmatch(value) else None


def moment(value: Any) -> datetime:
    """A Unix time in seconds, as text or number; now where it cannot be read."""
    try:
        return datetime.fromtimestamp(int(value), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return datetime.now(UTC)


def garbled(reason: str, item: Any) -> Garbled:
    """A dead letter for an item; its JSON is ASCII, so that it can be stored whatever it holds."""
    try:
        body = json.dumps(item)
    except (TypeError, ValueError, RecursionError):
        body = ascii(type(item))
    return Garbled(NAME, reason, body[:_LONGEST_BODY])
