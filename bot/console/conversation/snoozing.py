"""Until when a conversation is put aside: in some hours, tomorrow morning, or at a time."""

from datetime import datetime, time, timedelta
from typing import Final

from bot.handoff.hours import ZONE

CHOICES: Final = ("1h", "3h", "tomorrow", "monday")
_HOURS: Final = {"1h": 1, "3h": 3}
_MORNING: Final = time(9)
_MONDAY: Final = 0
#: Nothing is put aside for longer.
_LONGEST: Final = timedelta(days=60)


def snoozed_until(typed: str, at: datetime) -> datetime | None:
    """The moment that a choice, or a date and time of Pakistan, names; None: none to come."""
    local = at.astimezone(ZONE)
    if typed in _HOURS:
        return at + timedelta(hours=_HOURS[typed])
    if typed == "tomorrow":
        return _morning(local, 1)
    if typed == "monday":
        return _morning(local, (_MONDAY - local.weekday() - 1) % 7 + 1)
    try:
        until = datetime.fromisoformat(typed)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=ZONE)
    return until if at < until <= at + _LONGEST else None


def _morning(local: datetime, days: int) -> datetime:
    return datetime.combine(local.date() + timedelta(days=days), _MORNING, ZONE)
