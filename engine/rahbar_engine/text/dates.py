"""Days and spans of days in three languages, to ISO 8601 dates and intervals."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import Callable, Dict, Iterator, List, Match, Pattern, Tuple

from dateutil.relativedelta import relativedelta

from rahbar_engine.text.found import Found, without_overlaps
from rahbar_engine.text.language_files import by_word, read_words

Rule = Tuple[Pattern[str], Callable[[Match[str], date], str]]


def find_dates(text: str, today: date) -> List[Found]:
    """The dates of a normalised text as `2026-12-05`, spans as `2026-12-01/2026-12-31`."""
    return without_overlaps(list(_matches(text, today)))


def _matches(text: str, today: date) -> Iterator[Found]:
    for pattern, read in _rules():
        for match in pattern.finditer(text):
            try:
                value = read(match, today)
            except ValueError:  # no such day: 31 February
                continue
            yield Found("date", value, match.start(), match.end())


def _any_of(words: List[str]) -> str:
    alternatives = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return f"(?:{alternatives})"


def _compiled(pattern: str) -> Pattern[str]:
    return re.compile(rf"(?<![\w]){pattern}(?![\w])")


def _keyed(table: Dict[int, List[str]]) -> Tuple[str, Dict[str, int]]:
    words = by_word(table)
    return _any_of(list(words)), words


@lru_cache(maxsize=1)
def _rules() -> Tuple[Rule, ...]:
    """The patterns, longest and surest first: an earlier one claims its characters."""
    table = read_words("dates")
    return (*_explicit_rules(table), *_counted_rules(table), *_relative_rules(table))


def _explicit_rules(table: Dict[str, Dict[int, List[str]]]) -> List[Rule]:
    any_month, months = _keyed(table["months"])
    ordinal = r"(?:st|nd|rd|th)?"
    return [
        (_compiled(r"(\d{4})-(\d{1,2})-(\d{1,2})"), lambda m, _: _day(m[1], int(m[2]), m[3])),
        (
            _compiled(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})"),
            lambda m, _: _day(_year(m[3]), int(m[2]), m[1]),
        ),
        (
            _compiled(rf"(\d{{1,2}}) ?{ordinal} ?(?:of )?({any_month})(?:[ ,]+(\d{{4}}))?"),
            lambda m, today: _coming(today, months[m[2]], int(m[1]), m[3]),
        ),
        (
            _compiled(rf"({any_month}) (\d{{1,2}}){ordinal}(?:[ ,]+(\d{{4}}))?"),
            lambda m, today: _coming(today, months[m[1]], int(m[2]), m[3]),
        ),
        (
            _compiled(rf"({_month_names(table)})(?: (\d{{4}}))?"),
            lambda m, today: _month_named(today, months[m[1]], m[2]),
        ),
    ]


def _month_names(table: Dict[str, Dict[int, List[str]]]) -> str:
    """Names that stand for a month on their own; "may", "mar" and "sep" are words as well."""
    ambiguous = {"may", "mar", "march", "jan", "jun"}
    return _any_of([word for word in by_word(table["months"]) if word not in ambiguous])


def _counted_rules(table: Dict[str, Dict[str, List[str]]]) -> List[Rule]:
    counted = table["counted"]
    units = by_word(counted)
    any_unit = _any_of(list(units))
    later, within = _any_of(list(table["later"])), _any_of(list(table["within"]))
    small = {
        word: int(n)
        for n, words in read_words("numbers")["numbers"].items()
        for word in words
        if n in range(1, 13)
    }
    count = rf"(\d{{1,2}}|{_any_of(list(small))})"

    def read(match: Match[str], today: date) -> str:
        number = int(match[1]) if match[1].isdigit() else small[match[1]]
        return (today + relativedelta(**{units[match[2]] + "s": number})).isoformat()  # type: ignore[arg-type]

    return [
        (_compiled(rf"(?:in|within|after) {count} ({any_unit})"), read),
        (_compiled(rf"{count} ({any_unit}) {later}"), read),
        (_compiled(rf"{within} {count} ({any_unit})"), read),
    ]


def _relative_rules(table: Dict[str, Dict[int, List[str]]]) -> List[Rule]:
    any_day, days = _keyed(table["days"])
    any_week, weeks = _keyed(table["weeks"])
    any_offset, offsets = _keyed(table["month_offsets"])
    any_year, years = _keyed(table["years"])
    any_weekday, weekdays = _keyed(table["weekdays"])
    following = _any_of(list(table["next"]))
    return [
        (_compiled(f"({any_week})"), lambda m, today: _week(today, weeks[m[1]])),
        (_compiled(f"({any_offset})"), lambda m, today: _month(today, offsets[m[1]])),
        (_compiled(f"({any_year})"), lambda m, today: _whole_year(today, years[m[1]])),
        (_compiled(f"({_any_of(list(table['weekend']))})"), lambda m, today: _weekend(today)),
        (
            _compiled(f"(?:{following} )?({any_weekday})"),
            lambda m, today: _next_weekday(today, weekdays[m[1]]),
        ),
        (
            _compiled(f"({any_day})"),
            lambda m, today: (today + timedelta(days=days[m[1]])).isoformat(),
        ),
    ]


def _year(written: str) -> str:
    return written if len(written) == 4 else f"20{written}"


def _day(year: str, month: int, day: str) -> str:
    return date(int(year), month, int(day)).isoformat()


def _coming(today: date, month: int, day: int, year: str) -> str:
    """That day of the year named, else the next such day from today on."""
    if year:
        return date(int(year), month, day).isoformat()
    this_year = date(today.year, month, day)
    return (this_year if this_year >= today else date(today.year + 1, month, day)).isoformat()


def _span(first: date, last: date) -> str:
    return f"{first.isoformat()}/{last.isoformat()}"


def _month_named(today: date, month: int, year: str) -> str:
    first = date(int(year) if year else today.year, month, 1)
    if not year and first + relativedelta(months=1) <= today:
        first += relativedelta(years=1)
    return _span(first, first + relativedelta(months=1, days=-1))


def _month(today: date, offset: int) -> str:
    first = today.replace(day=1) + relativedelta(months=offset)
    return _span(first, first + relativedelta(months=1, days=-1))


def _whole_year(today: date, offset: int) -> str:
    return _span(date(today.year + offset, 1, 1), date(today.year + offset, 12, 31))


def _week(today: date, offset: int) -> str:
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=offset)
    return _span(monday, monday + timedelta(days=6))


def _weekend(today: date) -> str:
    saturday = today + timedelta(days=(5 - today.weekday()) % 7)
    return _span(saturday, saturday + timedelta(days=1))


def _next_weekday(today: date, weekday: int) -> str:
    return (today + timedelta(days=(weekday - today.weekday()) % 7 or 7)).isoformat()
