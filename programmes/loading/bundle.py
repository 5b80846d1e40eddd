"""Everything that the given data files say, validated item by item."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from programmes.loading.csv_source import read_rows
from programmes.loading.faults import Fault, Place
from programmes.loading.fields import Strict
from programmes.loading.list_items import (
    ArticleItem,
    CityItem,
    ForeignItem,
    NamedItem,
    ProvinceItem,
    SurveyItem,
)
from programmes.loading.record_items import OfficeItem, ProgrammeItem
from programmes.loading.training_items import TrainingItem
from programmes.loading.yaml_source import read_yaml

Model = TypeVar("Model", bound=Strict)
SAMPLE_PREFIX = "sample-"
# The lists by the name of their file; every other YAML file holds records.
LISTS: dict[str, tuple[str, type[Strict]]] = {
    "topics": ("topic", NamedItem),
    "sectors": ("sector", NamedItem),
    "segments": ("segment", NamedItem),
    "provinces": ("province", ProvinceItem),
    "cities": ("city", CityItem),
    "foreign": ("foreign_scheme", ForeignItem),
    "articles": ("article", ArticleItem),
    "survey": ("survey_figure", SurveyItem),
}


@dataclass(frozen=True, slots=True)
class Item(Generic[Model]):
    """A validated item, its kind and key, and where it stands."""

    kind: str
    key: str
    model: Model
    place: Place

    @property
    def origin(self) -> str:
        """The data file as the database remembers it."""
        return origin_of(self.place.file)


@dataclass(slots=True)
class Bundle:
    """The items of all files, by kind, in the order they stand."""

    items: dict[str, list[Item[Any]]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    origins: set[str] = field(default_factory=set)
    whole: bool = False
    """A folder was given, so what it does not hold is no longer so."""

    def of(self, kind: str) -> list[Item[Any]]:
        """The items of one kind."""
        return self.items.get(kind, [])

    def __iter__(self) -> Iterator[Item[Any]]:
        return (item for items in self.items.values() for item in items)

    def add(self, item: Item[Any]) -> None:
        """Take up an item, unless its key is taken."""
        known = self.items.setdefault(item.kind, [])
        if any(other.key == item.key for other in known):
            self.faults.append(item.place.fault(f"{item.key}: this id stands twice", "id"))
        else:
            known.append(item)


def gather(paths: Sequence[Path]) -> Bundle:
    """Read files, and folders with all below them; mistakes are collected, not raised."""
    bundle = Bundle(whole=any(path.is_dir() for path in paths))
    for file in _data_files(paths, bundle):
        bundle.origins.add(origin_of(file))
        if file.suffix == ".csv":
            _gather_calendar(file, bundle)
        else:
            _gather_yaml(file, bundle)
    if not bundle.faults and not any(bundle):
        bundle.faults.extend(Fault(str(path), 1, "holds nothing to load") for path in paths)
    return bundle


def origin_of(file: Path) -> str:
    """Name a data file so that it is the same wherever the file lies."""
    return file.name


def is_sample(item: Item[Any]) -> bool:
    """Whether a training comes from a sample calendar."""
    return item.place.file.name.startswith(SAMPLE_PREFIX)


def _data_files(paths: Sequence[Path], bundle: Bundle) -> Iterable[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(
                file for file in path.rglob("*") if file.suffix in {".yml", ".yaml", ".csv"}
            )
        elif path.suffix in {".yml", ".yaml", ".csv"} and path.is_file():
            yield path
        else:
            bundle.faults.append(Fault(str(path), 1, "is not a .yml or .csv file or a folder"))


def _gather_calendar(file: Path, bundle: Bundle) -> None:
    for place, row in read_rows(file, TrainingItem.model_fields.keys(), bundle.faults):
        _add_valid(bundle, "training_event", TrainingItem, row, place)


def _gather_yaml(file: Path, bundle: Bundle) -> None:
    data, lines, faults = read_yaml(file)
    bundle.faults.extend(faults)
    if not isinstance(data, list):
        if not faults:
            bundle.faults.append(Fault(str(file), 1, "must be a list of items"))
        return
    for index, value in enumerate(data):
        kind, model = _kind_of(file, value)
        _add_valid(bundle, kind, model, value, Place(file, lines, (index,)))


def _kind_of(file: Path, value: Any) -> tuple[str, type[Strict]]:
    if file.stem in LISTS:
        return LISTS[file.stem]
    is_office = isinstance(value, dict) and value.get("type") == "office"
    return ("office", OfficeItem) if is_office else ("programme", ProgrammeItem)


def _add_valid(bundle: Bundle, kind: str, model: type[Strict], value: Any, place: Place) -> None:
    try:
        valid = model.model_validate(value)
    except ValidationError as error:
        bundle.faults.extend(place.faults_of(error))
        return
    # Places go by their English name, everything else by its id.
    key = str(getattr(valid, "id", None) or getattr(valid, "name", ""))
    bundle.add(Item(kind, key, valid, place))
