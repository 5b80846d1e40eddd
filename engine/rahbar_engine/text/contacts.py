"""Phones, e-mail addresses, CNICs and references in a normalised text."""

from __future__ import annotations

import re
from typing import Iterator, List

import phonenumbers

from rahbar_engine.text.found import Found, without_overlaps

_REGION = "PK"
_EMAIL = re.compile(
    r"(?<![\w.+-])[a-z0-9][\w.+-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}", re.ASCII
)
# The provinces and regions, Azad Kashmir's 8 included, begin a CNIC; dashes or spaces are optional
# (NADRA's format 5-7-1).
_GAP = r"(?: ?- ?| )?"
_CNIC = re.compile(rf"(?<![\d-])([1-8]\d{{4}}){_GAP}(\d{{7}}){_GAP}(\d)(?![\d-])", re.ASCII)
# References are printed as TR- and five signs of Crockford's base 32 (no i, l, o, u).
_REFERENCE = re.compile(r"(?<!\w)(tr)[- ]?([0-9a-hjkmnp-tv-z]{5})(?!\w)", re.ASCII)


def find_contacts(text: str) -> List[Found]:
    """E-mails, references, CNICs (13 digits) and phones (E.164), each character claimed once."""
    found = [Found("email", m.group(), m.start(), m.end()) for m in _EMAIL.finditer(text)]
    found += list(_references(text))
    found += [Found("cnic", "".join(m.groups()), m.start(), m.end()) for m in _CNIC.finditer(text)]
    found += list(_phones(text))
    return without_overlaps(found)


def _references(text: str) -> Iterator[Found]:
    for match in _REFERENCE.finditer(text):
        sign = match.group(2)
        is_dashed = text[match.end(1)] == "-"
        if not is_dashed and not any(character.isdigit() for character in sign):
            continue  # ordinary words such as "trading", "tr kahan hai"
        yield Found("reference", f"TR-{sign.upper()}", match.start(), match.end())


def _phones(text: str) -> Iterator[Found]:
    """Numbers that can be dialled in or from Pakistan (libphonenumber's rules)."""
    if sum(character.isdigit() for character in text) < 7:
        return
    for match in phonenumbers.PhoneNumberMatcher(text, _REGION):
        number = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
        yield Found("phone", number, match.start, match.end)
