"""What a message names: the entities, read once and typed."""

import datetime as dates
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Self

from actions.names import UNKNOWN_PROGRAMME

# Never remembered for the next question: nothing that the assistant answers needs them.
_PERSONAL = frozenset({"email", "cnic"})
_SEVERAL = {"programme": "programmes", "topic": "topics", "sector": "sectors"}
_IN_BUTTONS = ("city", "province", "segment", "amount", "date")


@dataclass(frozen=True, slots=True)
class Details:
    """Values are canonical: ids, English place names, whole rupees, ISO dates, E.164 phones."""

    programmes: tuple[str, ...] = ()
    unknown_names: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    city: str | None = None
    province: str | None = None
    segment: str | None = None
    amount: int | None = None
    date: str | None = None
    phone: str | None = None
    email: str | None = None
    cnic: str | None = None
    reference: str | None = None
    language: str | None = None
    age: int | None = None

    @classmethod
    def from_entities(cls, entities: Iterable[Mapping[str, Any]]) -> Self:
        """Read the entities of a message; one that is not known or is broken is passed over."""
        values: dict[str, Any] = {}
        for entity in entities:
            name, value = str(entity.get("entity")), entity.get("value")
            if value in (None, "") or isinstance(value, (dict, list)):
                continue
            if name == "programme" and value == UNKNOWN_PROGRAMME:
                # A pressed button carries no words, so no name is known either.
                _append(values, "unknown_names", str(entity.get("text") or ""))
            elif name in _SEVERAL:
                _append(values, _SEVERAL[name], str(value))
            elif name == "amount":
                values.setdefault(name, _rupees(value))
            elif name in _NAMES:
                values.setdefault(name, str(value))
        return cls(**values)

    @classmethod
    def from_memory(cls, remembered: Mapping[str, Any]) -> Self:
        """Read what :meth:`to_memory` wrote; anything else in it is passed over."""
        known: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in remembered.items()
            if name in _NAMES
        }
        return cls(**known)

    def to_memory(self) -> dict[str, Any]:
        """Return what may be remembered, as JSON: only what is known."""
        known = {name: value for name, value in asdict(self).items() if value}
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in known.items()
            if name not in _PERSONAL
        }

    def to_entities(self) -> dict[str, Any]:
        """Return what a button carries on to its question: one value of each kind."""
        several = {
            entity: getattr(self, name)[0]
            for entity, name in _SEVERAL.items()
            if (getattr(self, name))
        }
        return several | {name: getattr(self, name) for name in _IN_BUTTONS if getattr(self, name)}

    def over(self, earlier: "Details") -> "Details":
        """Return the earlier details with these in their place where they say something.

        A new place, whether city or province, takes the place of the earlier one whole.
        """
        if self.city or self.province:
            earlier = replace(earlier, city=None, province=None)
        if self.programmes:
            earlier = replace(earlier, unknown_names=())
        said = {field.name: getattr(self, field.name) for field in fields(self)}
        return replace(earlier, **{name: value for name, value in said.items() if value})

    def names(self) -> frozenset[str]:
        """Return the names of the details that are known."""
        return frozenset(field.name for field in fields(self) if getattr(self, field.name))

    def days(self) -> tuple[dates.date | None, dates.date | None]:
        """Return the first and last day of the date or ``start/end`` interval."""
        first, _, last = (self.date or "").partition("/")
        start = _day(first)
        return start, _day(last) if last else start


_NAMES = frozenset(field.name for field in fields(Details))


def _append(values: dict[str, Any], name: str, value: str) -> None:
    values[name] = tuple(dict.fromkeys((*values.get(name, ()), value)))


def _rupees(value: Any) -> int | None:
    try:
        return round(float(value))
    except (TypeError, ValueError, OverflowError):
        return None


def _day(text: str) -> dates.date | None:
    try:
        return dates.date.fromisoformat(text[:10])
    except ValueError:
        return None
