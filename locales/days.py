"""Dates as people read them, as precise as they are known."""

from datetime import date
from typing import Final

from babel.dates import format_date

_BABEL_LOCALES: Final = {"en": "en_GB", "ur": "ur_PK", "roman_ur": "en_GB"}
_PATTERNS: Final = {2: "MMMM y", 3: "d MMMM y"}


def day(value: date | str, language: str) -> str:
    """Print a date or an ISO year, month or day; a text that is none of these stays as it is."""
    if isinstance(value, date):
        return _print(value, 3, language)
    parts = value.split("-")
    try:
        numbers = [int(part) for part in parts]
        known = date(*[*numbers, 1, 1][:3])
    except (ValueError, TypeError):
        return value
    return value if len(parts) == 1 else _print(known, len(parts), language)


def _print(value: date, precision: int, language: str) -> str:
    locale = _BABEL_LOCALES.get(language, "en_GB")
    return format_date(value, format=_PATTERNS[precision], locale=locale)
