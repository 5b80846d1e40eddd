"""Whether what items refer to exists."""

from collections.abc import Iterator, Mapping
from typing import Any

from programmes.loading.bundle import Bundle, Item
from programmes.loading.faults import Fault
from programmes.loading.training_items import ONLINE

Known = Mapping[str, set[str]]
Reference = tuple[str, tuple[str | int, ...], str | None]


def reference_faults(bundle: Bundle, known: Known) -> Iterator[Fault]:
    """Report every reference to a topic, place, programme or the like that is not known."""
    for item in bundle:
        for kind, part, value in REFERENCES.get(item.kind, _none)(item):
            if value is not None and value not in known[kind]:
                yield item.place.fault(f"{_dotted(part)}: there is no {kind} {value!r}", *part)


def _none(item: Item[Any]) -> Iterator[Reference]:
    yield from ()


def _of_record(item: Item[Any]) -> Iterator[Reference]:
    yield from _each("topic", item, "topics")
    criteria = item.model.criteria
    for kind, name in (("province", "provinces"), ("sector", "sectors"), ("segment", "segments")):
        for index, value in enumerate(getattr(criteria, name)):
            yield kind, ("criteria", name, index), value


def _of_programme(item: Item[Any]) -> Iterator[Reference]:
    yield from _of_record(item)
    yield "programme", ("replaced_by",), item.model.replaced_by


def _of_office(item: Item[Any]) -> Iterator[Reference]:
    yield from _of_record(item)
    yield "city", ("city",), item.model.city
    yield "province", ("province",), item.model.province


def _of_city(item: Item[Any]) -> Iterator[Reference]:
    yield "province", ("province",), item.model.province


def _of_article(item: Item[Any]) -> Iterator[Reference]:
    yield from _each("topic", item, "topics")
    yield from _each("programme", item, "related")


def _of_survey_figure(item: Item[Any]) -> Iterator[Reference]:
    yield "programme", ("survey",), item.model.survey


def _of_training(item: Item[Any]) -> Iterator[Reference]:
    yield "topic", ("topic",), item.model.topic
    yield "segment", ("segment",), item.model.segment
    yield "city", ("city",), None if item.model.city == ONLINE else item.model.city


def _each(kind: str, item: Item[Any], name: str) -> Iterator[Reference]:
    for index, value in enumerate(getattr(item.model, name)):
        yield kind, (name, index), value


def _dotted(part: tuple[str | int, ...]) -> str:
    return ".".join(map(str, part))


REFERENCES = {
    "programme": _of_programme,
    "office": _of_office,
    "city": _of_city,
    "article": _of_article,
    "survey_figure": _of_survey_figure,
    "training_event": _of_training,
}
