"""Hides identity numbers, phones and e-mail addresses in texts that not everybody may read in full.

People write them with digits and hyphens of several scripts, so a text is folded before it is
searched; what is found is hidden in the text as it was written.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

import phonenumbers

HIDDEN: Final = "•••"
_COUNTRY: Final = "PK"
#: Enough of a number to tell two people apart on the phone, too little to call them.
_SHOWN: Final = 2

_EMAIL: Final = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
#: An identity number begins with the digit of a province, 1 to 7. Written without hyphens it has as
#: many digits as a moment in milliseconds; those of these years begin with 174 to 199, with which
#: no district's numbers do.
_CNIC: Final = re.compile(
    r"(?<!\d)(?:[1-7]\d{4}[-. /]+\d{7}[-. /]*\d|[1-7]\d{4}[-. /]*\d{7}[-. /]+\d"
    r"|(?!1(?:7[04-9]|[89]))[1-7]\d{12})(?!\d)"
)
_MOBILE: Final = re.compile(
    r"(?<!\d)(?:(?:(?:\+|00)[-. ()]*)?92[-. ()]*|0[-. ()]*)?3[-. ()]*\d(?:[-. ()]*\d){8}(?!\d)"
)
_ABROAD: Final = re.compile(r"\+[-. ()]*\d(?:[-. ()]*\d){8,14}(?!\d)")
_LANDLINE: Final = re.compile(
    r"(?<!\d)(?:(?:\+|00)[-. ()]*92|0)[-. ()]*[2-9]\d{1,3}\)?(?:[-. ]*\d){6,8}(?!\d)"
)
_HYPHENS: Final = frozenset("‐‑‒–—―−﹘﹣－ـ")

Span = tuple[int, int]


def masked(text: str) -> str:
    """The text with every identity number, phone number and e-mail address hidden."""
    folded, places = _folded(text)
    emails = [found.span() for found in _EMAIL.finditer(folded)]
    numbers = [found.span() for found in _CNIC.finditer(folded)]
    phones = _apart(_phones(folded), [*emails, *numbers])
    hidden = [(span, "") for span in [*emails, *_apart(numbers, emails)]]
    hidden += [((start, end), folded[end - _SHOWN : end]) for start, end in phones]
    for (start, end), rest in sorted(hidden, reverse=True):
        text = text[: places[start]] + HIDDEN + rest + text[places[end - 1] + 1 :]
    return text


def _phones(folded: str) -> list[Span]:
    """Mobiles by their form, whatever their number; others where they are somebody's number."""
    found = [
        match.span()
        for pattern in (_MOBILE, _ABROAD, _LANDLINE)
        for match in pattern.finditer(folded)
    ]
    matcher = phonenumbers.PhoneNumberMatcher(folded, _COUNTRY)
    found += [(match.start, match.end) for match in matcher]
    return _apart(sorted(found, key=lambda span: span[0] - span[1]), ())


def _apart(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """The spans that overlap neither with those taken nor with one before them."""
    kept: list[Span] = []
    for span in spans:
        if all(span[1] <= start or end <= span[0] for start, end in [*taken, *kept]):
            kept.append(span)
    return kept


def _folded(text: str) -> tuple[str, list[int]]:
    """The text in plain digits and hyphens, and where each of its characters comes from."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for plain in _plain(letter):
            letters.append(plain)
            places.append(place)
    return "".join(letters), places


def _plain(letter: str) -> str:
    if letter in _HYPHENS:
        return "-"
    kind = unicodedata.category(letter)
    if kind == "Cf":
        # Marks of direction and joiners show nothing and stand between digits unseen.
        return ""
    if kind == "Nd":
        return str(unicodedata.decimal(letter))
    return unicodedata.normalize("NFKC", letter) if kind != "Zs" else " "
