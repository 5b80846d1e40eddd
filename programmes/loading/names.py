"""The names under which users speak of things, and whether each names one thing only."""

from collections.abc import Iterable, Iterator
from typing import Any

from programmes.letters import fold
from programmes.loading.bundle import Bundle, Item
from programmes.loading.faults import Fault

Key = tuple[str, str]
Names = dict[Key, list[str]]
# These are recognised in a user's words; elsewhere a name only helps the search.
RECOGNISED = ("programme", "topic", "sector", "city", "province", "segment")
TITLE = {"city": "names", "province": "names", "article": "title"}
NAMELESS = ("survey_figure", "training_event")


def entity_of(kind: str) -> str:
    """A foreign scheme is spoken of like a programme."""
    return "programme" if kind == "foreign_scheme" else kind


def named_items(bundle: Bundle) -> Iterator[tuple[Key, Item[Any]]]:
    """Every item that users may name, with its entity and value."""
    for item in bundle:
        if item.kind not in NAMELESS:
            yield (entity_of(item.kind), item.key), item


def collect_names(bundle: Bundle, standing: Names) -> tuple[Names, list[Fault]]:
    """Add the items' names to those that stay as they are.

    A name that already names something else is a fault; a short name is then only left out,
    since it stands on a button and need not be recognised.
    """
    owners = {
        (entity, fold(text)): value for (entity, value), texts in standing.items() for text in texts
    }
    names: Names = dict(standing)
    faults: list[Fault] = []
    named = list(named_items(bundle))
    for key, item in named:
        if key in names:
            faults.append(item.place.fault(f"{item.key}: this id names something else", "id"))
        names[key] = []
        for part, text in _names_of(item):
            faults.extend(_take(key, text, item, part, names, owners))
    for key, item in named:
        for text in _short_names_of(item):
            if owners.setdefault((key[0], fold(text)), key[1]) == key[1] and text not in names[key]:
                names[key].append(text)
    return names, faults


def _take(
    key: Key,
    text: str,
    item: Item[Any],
    part: tuple[str | int, ...],
    names: Names,
    owners: dict[tuple[str, str], str],
) -> Iterator[Fault]:
    entity, value = key
    folded = fold(text)
    if not folded:
        yield item.place.fault(f"{text!r} has no letter or digit", *part)
        return
    owner = owners.setdefault((entity, folded), value)
    if owner != value and entity in RECOGNISED:
        yield item.place.fault(f"{text!r} already names {owner}", *part)
    if text not in names[key]:
        names[key].append(text)


def _names_of(item: Item[Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if item.kind in ("city", "province"):
        yield ("name",), item.key
    title = TITLE.get(item.kind, "name")
    for language, text in getattr(item.model, title):
        yield (title, language), text
    for index, text in enumerate(item.model.aliases):
        yield ("aliases", index), text


def _short_names_of(item: Item[Any]) -> Iterable[str]:
    if item.kind not in ("programme", "office"):
        return ()
    return (text for _, text in item.model.short_name)
