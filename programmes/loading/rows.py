"""The column values of each item."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from programmes.database import Base
from programmes.loading.bundle import Item, is_sample
from programmes.loading.fields import Text
from programmes.models import (
    Article,
    City,
    ForeignScheme,
    Office,
    Programme,
    Province,
    Sector,
    Segment,
    SurveyFigure,
    Topic,
    TrainingEvent,
)

Values = dict[str, Any]
# In an order in which each table refers only to those before it.
TABLES: Mapping[str, type[Base]] = MappingProxyType(
    {
        "topic": Topic,
        "sector": Sector,
        "segment": Segment,
        "province": Province,
        "city": City,
        "foreign_scheme": ForeignScheme,
        "programme": Programme,
        "office": Office,
        "article": Article,
        "survey_figure": SurveyFigure,
        "training_event": TrainingEvent,
    }
)
FACT = ("status", "as_of", "review_by", "confidence", "caveats", "conflicts", "notes", "sources")
RECORD = (
    *("id", "kind", "name", "short_name", "provider", "topics", "summary"),
    *("who", "benefits", "apply", "as_of_note", *FACT),
)
EVENT = (
    *("id", "title", "topic", "starts", "ends", "start_time", "end_time", "city", "venue"),
    *("fee_pkr", "languages", "seats", "segment", "contact", "as_of"),
)


def values_of(item: Item[Any], position: int, provinces: Mapping[str, str]) -> Values:
    """Return the columns of an item; ``provinces`` says in which one a city lies."""
    if item.kind == "training_event":
        return _training(item, provinces)
    return MAKERS[item.kind](item, position)


def _taken(item: Item[Any], *names: str) -> Values:
    return {name: _plain(getattr(item.model, name)) for name in names}


def _plain(value: Any) -> Any:
    if isinstance(value, Text):
        return value.translated()
    return [_plain(part) for part in value] if isinstance(value, list | tuple) else value


def _programme(item: Item[Any], position: int) -> Values:
    criteria = item.model.criteria.criteria()
    return _taken(item, *RECORD, "type", "documents", "deadline", "replaced_by") | {
        "criteria": criteria,
        "amount_min": criteria.amount_min,
        "amount_max": criteria.largest_amount,
        "contact": item.model.contact.contact(),
        "origin": item.origin,
    }


def _office(item: Item[Any], position: int) -> Values:
    model = item.model
    served = [model.province, *model.criteria.provinces]
    return _taken(item, *RECORD, "hours", "city", "province", "head_office") | {
        "serves": list(dict.fromkeys(name for name in served if name is not None)),
        "contact": model.contact.contact(),
        "origin": item.origin,
    }


def _article(item: Item[Any], position: int) -> Values:
    columns = _taken(item, "id", "about", "title", "text", "topics", "related", *FACT)
    return columns | {"position": position, "origin": item.origin}


def _survey_figure(item: Item[Any], position: int) -> Values:
    names = ("id", "survey", "indicator", "country", "country_names", "value", "unit", "text")
    return _taken(item, *names, *FACT) | {"position": position, "origin": item.origin}


def _training(item: Item[Any], provinces: Mapping[str, str]) -> Values:
    sample = is_sample(item)
    ends: date = item.model.ends
    return _taken(item, *EVENT) | {
        "province": provinces.get(item.model.city),
        "is_sample": sample,
        "status": "active",
        "review_by": ends,
        "confidence": "low" if sample else "high",
        "caveats": [],
        "conflicts": [],
        "notes": [],
        "sources": [item.model.source],
        "origin": item.origin,
    }


MAKERS: Mapping[str, Callable[[Item[Any], int], Values]] = MappingProxyType(
    {
        "topic": lambda item, _: _taken(item, "id", "name"),
        "sector": lambda item, _: _taken(item, "id", "name"),
        "segment": lambda item, _: _taken(item, "id", "name"),
        "province": lambda item, _: _taken(item, "name", "names"),
        "city": lambda item, _: _taken(item, "name", "province", "names"),
        "foreign_scheme": lambda item, _: _taken(item, "id", "name", "country"),
        "programme": _programme,
        "office": _office,
        "article": _article,
        "survey_figure": _survey_figure,
    }
)
