"""What a load would do to the database, decided before anything is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import inspect

from programmes.loading.bundle import Bundle, is_sample
from programmes.loading.faults import Fault
from programmes.loading.rows import TABLES, Values, values_of
from programmes.models import TrainingEvent

Stored = Mapping[str, Mapping[str, Any]]
"""The rows of the database by kind and key."""
LISTS = ("topic", "sector", "segment", "province", "city", "foreign_scheme")


@dataclass(slots=True)
class Plan:
    """Rows by kind and key: the wanted values, and what leaves."""

    wanted: dict[str, dict[str, Values]] = field(default_factory=dict)
    removed: dict[str, set[str]] = field(default_factory=dict)

    def known(self, stored: Stored) -> dict[str, set[str]]:
        """The keys of each kind that will stand after the load."""
        return {
            kind: (stored[kind].keys() | self.wanted[kind].keys()) - self.removed[kind]
            for kind in TABLES
        }


def make_plan(bundle: Bundle, stored: Stored, today: date, *, production: bool) -> Plan:
    """Decide what is wanted and what leaves."""
    provinces = {city.name: city.province for city in stored["city"].values()}
    provinces |= {item.key: item.model.province for item in bundle.of("city")}
    plan = Plan()
    for kind in TABLES:
        plan.wanted[kind] = {
            item.key: values_of(item, position, provinces)
            for position, item in enumerate(bundle.of(kind))
        }
        plan.removed[kind] = {
            key
            for key, row in stored[kind].items()
            if key not in plan.wanted[kind] and _leaves(kind, row, bundle, today, production)
        }
    return plan


def key_of(row: Any) -> str:
    """The primary key of a row of any of the loaded tables."""
    return str(inspect(row).identity[0])


def orphan_faults(plan: Plan, stored: Stored, bundle: Bundle) -> list[Fault]:
    """Report rows that stay while the topic or survey that they refer to leaves."""
    owners = {"training_event": ("topic", "topic"), "survey_figure": ("survey", "programme")}
    file = min(bundle.origins)
    return [
        Fault(file, 1, f"{kind} {key} in the database still refers to {getattr(row, column)}")
        for kind, (column, owner) in owners.items()
        for key, row in stored[kind].items()
        if key not in plan.removed[kind] | plan.wanted[kind].keys()
        and getattr(row, column) in plan.removed[owner]
    ]


def _leaves(kind: str, row: Any, bundle: Bundle, today: date, production: bool) -> bool:
    if kind == "training_event":
        return _event_leaves(row, bundle, today, production)
    if bundle.whole:
        # A folder without any item of a kind says nothing about that kind.
        return bool(bundle.of(kind))
    return kind not in LISTS and row.origin in bundle.origins


def _event_leaves(event: TrainingEvent, bundle: Bundle, today: date, production: bool) -> bool:
    if event.is_sample:
        real = any(not is_sample(item) for item in bundle.of("training_event"))
        return production or real or event.origin in bundle.origins
    # A past event stays: people have been on it.
    return event.origin in bundle.origins and event.ends >= today
