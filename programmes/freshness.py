"""How far a fact may be told as it stands."""

from datetime import date
from typing import Literal, Protocol

Freshness = Literal["current", "outdated", "closed", "unknown"]


class Dated(Protocol):
    """What freshness needs of a fact; every record, article, event and figure has it."""

    @property
    def status(self) -> str:
        """``active``, ``closed`` or ``unknown``."""

    @property
    def review_by(self) -> date:
        """The last day on which it may be told as it stands."""


def freshness(fact: Dated, today: date) -> Freshness:
    """Judge a fact on a day: closed wins, then unknown, then a review date that has passed."""
    if fact.status == "closed":
        return "closed"
    if fact.status == "unknown":
        return "unknown"
    return "outdated" if fact.review_by < today else "current"
