"""What is known of a business and its owner when programmes are matched to it."""

from dataclasses import dataclass, replace
from typing import Self


@dataclass(frozen=True, slots=True)
class Profile:
    """Every part may be unknown. Amount and turnover are whole rupees.

    ``segment`` is one of women, youth, startup, exporter, disabled, rural; ``size`` one of micro,
    small, medium; ``gender`` female or male; places are English names.
    """

    amount: int | None = None
    sector: str | None = None
    city: str | None = None
    province: str | None = None
    district: str | None = None
    segment: str | None = None
    gender: str | None = None
    age: int | None = None
    turnover: int | None = None
    business_age_years: int | None = None
    size: str | None = None
    purpose: str | None = None
    ntn: bool | None = None
    filer: bool | None = None

    def with_implied(self) -> Self:
        """Fill in what follows from the rest: the segment women says the gender."""
        if self.segment == "women" and self.gender is None:
            return replace(self, gender="female")
        return self
