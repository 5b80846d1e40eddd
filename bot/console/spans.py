"""How long something lasts, in words of the console."""

from datetime import datetime
from typing import Final

from bot.console.words import ConsoleLanguage, say

_MINUTE: Final = 60
_HOUR: Final = 60 * _MINUTE
_DAY: Final = 24 * _HOUR


def span(language: ConsoleLanguage, since: datetime, until: datetime) -> str:
    """The time between two moments, as exactly as one wants to know it."""
    seconds = max(0, int((until - since).total_seconds()))
    if seconds < _MINUTE:
        return say("inbox.seconds", language, count=seconds)
    if seconds < _HOUR:
        return say("inbox.minutes", language, count=seconds // _MINUTE)
    if seconds < _DAY:
        hours, rest = divmod(seconds, _HOUR)
        return say("inbox.hours", language, hours=hours, minutes=rest // _MINUTE)
    return say("inbox.days", language, count=seconds // _DAY)
