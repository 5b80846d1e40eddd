"""Letters made alike, so that words compare equal however a keyboard writes them."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import yaml

from programmes.settings import PROJECT_ROOT

LANGUAGE_DATA = PROJECT_ROOT / "data" / "language"
NOT_WORD = re.compile(r"[\W_]+")


class Letters:
    """The letter map of ``data/language/letters.yml``."""

    def __init__(self, file: Path) -> None:
        """Read the map; raises OSError or KeyError if the file is missing or incomplete."""
        data = yaml.safe_load(file.read_text(encoding="utf-8"))
        single: dict[str, str] = data["letters"] | data["digits"] | data["punctuation"]
        removed = dict.fromkeys(_code_points(data["removed"]))
        self._map = removed | {ord(letter): alike for letter, alike in single.items()}
        self._word_initial: dict[str, str] = data["word_initial"]
        self._initial = re.compile(rf"\b[{''.join(self._word_initial)}]")

    def normalise(self, text: str) -> str:
        """Return the text in one spelling of letters, digits and punctuation; words stay."""
        alike = unicodedata.normalize("NFKC", text).translate(self._map)
        return self._initial.sub(lambda match: self._word_initial[match[0]], alike)

    def fold(self, text: str) -> str:
        """Return the words only: normalised, lower case, without accents, one space apart."""
        bare = (part for part in unicodedata.normalize("NFD", self.normalise(text).casefold()))
        joined = "".join(part for part in bare if not unicodedata.combining(part))
        return NOT_WORD.sub(" ", joined).strip()


@cache
def letters() -> Letters:
    """The project's letter map, read once at the first use."""
    return Letters(LANGUAGE_DATA / "letters.yml")


@cache
def stopwords() -> frozenset[str]:
    """Folded words that a search leaves out, of all three languages."""
    file = LANGUAGE_DATA / "search-stopwords.yml"
    data: dict[str, list[str]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return frozenset(letters().fold(word) for words in data.values() for word in words)


def fold(text: str) -> str:
    """Fold with the project's letter map."""
    return letters().fold(text)


def _code_points(ranges: Iterable[str]) -> Iterable[int]:
    for entry in ranges:
        first, _, last = entry.partition("-")
        yield from range(int(first, 16), int(last or first, 16) + 1)
