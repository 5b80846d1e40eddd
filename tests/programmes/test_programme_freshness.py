"""Freshness: closed wins, then unknown, then a review date that has passed."""

from dataclasses import dataclass
from datetime import date

import pytest

from programmes.freshness import freshness


@dataclass(frozen=True)
class Told:
    status: str
    review_by: date


@pytest.mark.parametrize(
    ("status", "review_by", "expected"),
    [
        ("active", date(2026, 4, 1), "current"),
        ("active", date(2026, 3, 31), "outdated"),
        ("unknown", date(2026, 3, 31), "unknown"),
        ("unknown", date(2027, 1, 1), "unknown"),
        ("closed", date(2027, 1, 1), "closed"),
        ("closed", date(2020, 1, 1), "closed"),
    ],
)
def test_freshness(status: str, review_by: date, expected: str) -> None:
    assert freshness(Told(status, review_by), date(2026, 4, 1)) == expected
