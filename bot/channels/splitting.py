"""Cuts a long text where a reader pauses, for providers that limit a message's length."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Final

Length = Callable[[str], int]
Span = tuple[int, int]

_PARAGRAPHS: Final = re.compile(r"\n[^\S\n]*\n\s*")
_LINES: Final = re.compile(r"\n\s*")
# A full stop before a figure ("Rs. 5,000") or after an item's number ("\n1. ") ends no sentence.
_NOT_OF_AN_ITEM: Final = r"(?<!\n\d)(?<!\n\d\d)"
_CLOSED: Final = r"[\"'”’»)\]\u2069]*"
_SENTENCES: Final = re.compile(
    rf"{_NOT_OF_AN_ITEM}[.!?…]+{_CLOSED}\s+(?!\d)|{_NOT_OF_AN_ITEM}[۔؟]+{_CLOSED}\s*"
)
_WORDS: Final = re.compile(r"\s+")

#: A part is filled at least this far by a break at a paragraph or line, so that few are needed.
_FILLED: Final = 1 / 3

_JOINER: Final = "\u200d"
_OPENING: Final = frozenset("\u2066\u2067\u2068")
_CLOSING: Final = frozenset("\u2069\u200c\u200d")
_SKIN_TONES: Final = range(0x1F3FB, 0x1F400)
_TAGS: Final = range(0xE0020, 0xE0080)
_FLAGS: Final = range(0x1F1E6, 0x1F200)
_VOWELS_AND_TAILS: Final = range(0x1160, 0x1200)  # of Hangul syllables written apart


def utf16_length(text: str) -> int:
    """The length in UTF-16 code units, in which Telegram counts."""
    return len(text) + sum(character > "\uffff" for character in text)


def split(text: str, limit: int, length: Length = len, unbroken: Sequence[Span] = ()) -> list[str]:
    """Cut a text into parts of at most `limit`; joined, they are the text again.

    Breaks come after a paragraph, else a line, a sentence, a word, a grapheme. Space stays at the
    end of the part before. `length` grows by at least 1 with each character. Within the spans of
    `unbroken` (start, end; in characters) no break is made unless one alone exceeds the limit.
    An empty text has no parts.
    """
    parts: list[str] = []
    start = 0
    while start < len(text):
        end = _reach(text, start, limit, length)
        if end < len(text):
            end = _break(text, start, end, unbroken)
        parts.append(text[start:end])
        start = end
    return parts


def _reach(text: str, start: int, limit: int, length: Length) -> int:
    """How far a part can go; a single character is always taken, however long."""
    furthest = range(start + 1, min(len(text), start + limit) + 1)
    fitting = bisect_right(furthest, limit, key=lambda end: length(text[start:end]))
    return start + max(fitting, 1)


def _break(text: str, start: int, end: int, unbroken: Sequence[Span]) -> int:
    filled = start + int((end - start) * _FILLED)
    tried = (
        (_PARAGRAPHS, filled),
        (_LINES, filled),
        (_SENTENCES, filled),
        (_SENTENCES, start),
        (_WORDS, start),
    )
    for pattern, least in tried:
        place = _last(pattern, text, (start, end), least, unbroken)
        if place is not None:
            return place
    return _between_graphemes(text, start, end, unbroken)


def _last(
    pattern: re.Pattern[str], text: str, window: Span, least: int, unbroken: Sequence[Span]
) -> int | None:
    """The last place after a match that ends within the window and beyond `least`."""
    # Two more characters are looked at, for what follows a match decides whether it is one.
    matches = pattern.finditer(text, window[0], min(window[1] + 2, len(text)))
    ends = [match.end() for match in matches if least < match.end() <= window[1]]
    whole = (end for end in reversed(ends) if not _belong_together(text, end))
    return next((end for end in whole if _is_free(end, unbroken)), None)


def _between_graphemes(text: str, start: int, end: int, unbroken: Sequence[Span]) -> int:
    places = range(end, start, -1)
    whole = (place for place in places if not _belong_together(text, place))
    free = next((place for place in whole if _is_free(place, unbroken)), None)
    if free is not None:
        return free
    return next((place for place in places if not _belong_together(text, place)), end)


def _is_free(place: int, unbroken: Sequence[Span]) -> bool:
    return not any(start < place < end for start, end in unbroken)


def _belong_together(text: str, place: int) -> bool:
    """Whether the characters on both sides of a place are one sign to a reader."""
    before, after = text[place - 1], text[place]
    if before == _JOINER or before in _OPENING or after in _CLOSING:
        return True
    if unicodedata.category(after) in {"Mn", "Mc", "Me"} or (before, after) == ("\r", "\n"):
        return True
    code = ord(after)
    if code in _SKIN_TONES or code in _TAGS or code in _VOWELS_AND_TAILS:
        return True
    return code in _FLAGS and _flags_before(text, place) % 2 == 1


def _flags_before(text: str, place: int) -> int:
    count = 0
    while place > count and ord(text[place - count - 1]) in _FLAGS:
        count += 1
    return count
