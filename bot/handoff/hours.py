"""When an office is open, in Pakistan's time. Pure; `calendar` reads what it works on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from programmes.translated import Translated

ZONE: Final = ZoneInfo("Asia/Karachi")
#: How far ahead the next opening is looked for; nothing is closed longer.
_HORIZON: Final = 31

#: Gives the public holiday of a day, if it is one.
PublicHoliday = Callable[[date], Translated | None]


@dataclass(frozen=True, slots=True)
class Span:
    """Open from, until, on a day of the week (0 is Monday), perhaps only in a season."""

    weekday: int
    opens: time
    closes: time
    first_day: date | None = None
    last_day: date | None = None

    @property
    def is_seasonal(self) -> bool:
        """Whether it holds only between two days."""
        return self.first_day is not None or self.last_day is not None

    def covers(self, day: date) -> bool:
        """Whether the season includes the day."""
        return (self.first_day or day) <= day <= (self.last_day or day)


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that staff marked: closed, or open in spite of a public holiday."""

    is_open: bool
    name: Translated | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The hours and holidays of one office. Without spans its hours are not known."""

    spans: Sequence[Span] = ()
    special: Mapping[date, SpecialDay] = field(default_factory=dict)
    public_holiday: PublicHoliday = lambda day: None

    @property
    def is_known(self) -> bool:
        """Whether anybody has told the hours."""
        return bool(self.spans)

    def is_open(self, at: datetime) -> bool:
        """Whether it is open; hours that are not known never say closed."""
        if not self.is_known:
            return True
        local = at.astimezone(ZONE)
        return any(span.opens <= local.time() < span.closes for span in self._spans(local.date()))

    def next_opening(self, at: datetime) -> datetime | None:
        """When it opens next after `at`; None if hours are not known or no day is in sight."""
        local = at.astimezone(ZONE)
        for ahead in range(_HORIZON):
            day = local.date() + timedelta(days=ahead)
            starts = sorted(datetime.combine(day, span.opens, ZONE) for span in self._spans(day))
            later = [start for start in starts if start > local]
            if later:
                return later[0]
        return None

    def holiday(self, at: datetime) -> Translated | None:
        """The name of the holiday that closes the office on this day."""
        day = at.astimezone(ZONE).date()
        marked = self.special.get(day)
        if marked is not None:
            return None if marked.is_open else marked.name
        return self.public_holiday(day)

    def _spans(self, day: date) -> list[Span]:
        if self._is_holiday(day):
            return []
        valid = [span for span in self.spans if span.covers(day)]
        # In a season only its own rows hold, so that a day without one is closed.
        seasonal = [span for span in valid if span.is_seasonal]
        return [span for span in seasonal or valid if span.weekday == day.weekday()]

    def _is_holiday(self, day: date) -> bool:
        marked = self.special.get(day)
        if marked is not None:
            return not marked.is_open
        return self.public_holiday(day) is not None
