"""Pauses that double while an outage lasts."""

import random
from typing import Final

_LONGEST_IN_FIRST_PAUSES: Final = 60


class Backoff:
    """Gives the seconds to wait after each failure in a row: 1, 2, 4 ... times the first."""

    def __init__(self, first: float) -> None:
        self._first = first
        self._next = first

    def reset(self) -> None:
        """It works again."""
        self._next = self._first

    def pause(self, at_least: float = 0.0) -> float:
        """The next pause in seconds, spread by up to a fifth lest many come back at once."""
        pause = max(self._next * random.uniform(0.8, 1.0), at_least)
        self._next = min(self._next * 2, self._first * _LONGEST_IN_FIRST_PAUSES)
        return pause
