"""Keeps an answer to a phone's screen."""

from collections.abc import Sequence
from typing import Final

SCREEN: Final = 600
_ENDS: Final = (". ", "۔ ", "? ", "؟ ", "; ", "؛ ")


def room(needed: Sequence[str | None], closing: str) -> int:
    """How many characters the screen has left beside the needed and the closing lines."""
    return SCREEN - sum(len(line) + 1 for line in needed if line) - len(closing)


def fitted(needed: Sequence[str | None], wished: Sequence[str], closing: str | None = None) -> str:
    """Join the needed lines, as many of the wished ones as fit, and the closing line.

    What is needed for a true answer is never cut, even if it is longer than the screen.
    """
    kept = [line for line in needed if line]
    length = sum(len(line) + 1 for line in kept) + len(closing or "")
    for line in wished:
        if length + len(line) + 1 <= SCREEN:
            kept.append(line)
            length += len(line) + 1
    return "\n".join([*kept, closing] if closing else kept)


def beginning(text: str, length: int) -> str:
    """Return whole sentences of a text up to a length, or its words if one sentence is longer."""
    if len(text) <= length:
        return text
    cut = max(text.rfind(end, 0, length) for end in _ENDS)
    if cut > length // 3:
        return text[: cut + 1].rstrip(";؛ ")
    return f"{text[:length].rsplit(' ', 1)[0].rstrip(',،;؛:')}…"
