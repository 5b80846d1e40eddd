"""The machine-readable part of who may apply, as a programme's terms state it."""

from dataclasses import dataclass, fields
from typing import Any, Self

from programmes.translated import Translated


@dataclass(frozen=True, slots=True)
class Criteria:
    """An empty or absent value is no condition. Amounts and turnover are whole rupees."""

    provinces: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    genders: tuple[str, ...] = ()
    age_min: int | None = None
    age_max: int | None = None
    age_min_it: int | None = None
    amount_min: int | None = None
    amount_max: int | None = None
    amount_max_small: int | None = None
    amount_max_medium: int | None = None
    turnover_max: int | None = None
    business_age_min_years: int | None = None
    sizes: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    ntn: bool | None = None
    filer: bool | None = None
    other: tuple[Translated, ...] = ()

    @property
    def largest_amount(self) -> int | None:
        """The most that any applicant can get."""
        limits = (self.amount_max, self.amount_max_small, self.amount_max_medium)
        return max((limit for limit in limits if limit is not None), default=None)

    def as_json(self) -> dict[str, Any]:
        """Return the stated conditions only."""
        values: dict[str, Any] = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if value is None or value == ():
                continue
            values[field.name] = list(value) if isinstance(value, tuple) else value
        if self.other:
            values["other"] = [condition.as_json() for condition in self.other]
        return values

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Self:
        """Read what :meth:`as_json` wrote."""
        known: dict[str, Any] = {
            name: tuple(part) if isinstance(part, list) else part for name, part in value.items()
        }
        known["other"] = tuple(Translated.from_json(part) for part in value.get("other", ()))
        return cls(**known)
