"""The few words that a channel shows itself: its menu, list buttons, signs for what is no text.

Keys are grouped by channel; `sign` belongs to all.
"""

from functools import lru_cache
from pathlib import Path
from typing import Final

from bot.languages import DEFAULT
from locales import Speaker

#: What the history shows for media of a kind and its like when no words came with it.
SIGNS: Final = (
    "voice",
    "audio",
    "image",
    "video",
    "document",
    "contact",
    "location",
    "other",
    "choose",
)


@lru_cache(maxsize=1)
def _speaker() -> Speaker:
    return Speaker(Path(__file__).parent)


def say(key: str, language: str) -> str:
    """The words under a key, for example `telegram.command.menu`."""
    return _speaker().say(key, language)


def sign(of: str) -> str:
    """The sign for one of `SIGNS`, the same in all languages; for anything else that of `other`."""
    return say(f"sign.{of if of in SIGNS else 'other'}", DEFAULT)
