"""What a person typed, made safe to store and to hand to the engine."""

import unicodedata
from typing import Final

#: Rasa reads a leading slash as a command that bypasses understanding. These look or act like one:
#: solidus, full-width, fraction, division, big, date separator (Arabic), box and mathematical strokes.
SLASHES: Final = frozenset("/／⁄∕⧸؍╱⟋⫽⼃〳")

_KEPT_CONTROLS: Final = frozenset("\n\t")
_DROPPED: Final = frozenset({"Cc", "Cs"})
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"})

#: Blank letters: they count as letters but show nothing (Hangul fillers, blank Braille).
_BLANK: Final = frozenset("\u115f\u1160\u3164\uffa0\u2800")

#: What the engine is asked when a message held nothing but slashes.
NOTHING_LEFT: Final = "?"


def clean(text: str) -> str:
    """Drop control characters that no database column or terminal should see, and outer space.

    Joiners and direction marks stay: Urdu is written with them.
    """
    if text.isascii() and text.isprintable():
        return text.strip()
    kept = (c for c in text.replace("\r\n", "\n").replace("\r", "\n") if _is_kept(c))
    return "".join(kept).strip()


def _is_kept(character: str) -> bool:
    return character in _KEPT_CONTROLS or unicodedata.category(character) not in _DROPPED


def is_blank(text: str) -> bool:
    """Whether nothing visible stands in the text."""
    return all(_is_invisible(character) for character in text)


def _is_invisible(character: str) -> bool:
    return character in _BLANK or unicodedata.category(character) in _INVISIBLE


def defuse(text: str) -> str:
    """Take leading slashes of any kind away, so that typed text is never a command to the engine."""
    start = 0
    while start < len(text) and _is_prefix(text[start]):
        start += 1
    return text[start:] or NOTHING_LEFT


def _is_prefix(character: str) -> bool:
    if character in SLASHES or _is_invisible(character):
        return True
    category = unicodedata.category(character)
    return category in {"Mn", "Me"} or unicodedata.normalize("NFKC", character).startswith("/")
