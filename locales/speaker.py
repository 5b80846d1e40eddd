"""Speaks by key: the sentences of the locale files and the texts of the database."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final, Protocol

import yaml

from locales.amounts import money
from locales.days import day
from locales.direction import isolate
from locales.languages import DEFAULT_LANGUAGE, LANGUAGES

_RUPEES: Final = re.compile(r"\{rs:(\d+)\}")


class Spoken(Protocol):
    """A text that stands in all languages."""

    def in_(self, language: str) -> str:
        """Return the text in one language."""


class Speaker:
    """All sentences, read once from ``<language>.yml`` in a directory."""

    def __init__(self, directory: Path) -> None:
        self._sentences = {language: _read(directory / f"{language}.yml") for language in LANGUAGES}

    def say(self, key: str, language: str, /, **values: object) -> str:
        """Return the sentence of a key with its placeholders filled.

        Raises KeyError for an unknown key or a missing value: both are mistakes in the code.
        """
        sentence = self._in(language)[key]
        return sentence.format_map(values) if values else sentence

    def has(self, key: str) -> bool:
        """Whether a sentence stands under the key."""
        return key in self._in(DEFAULT_LANGUAGE)

    def text(self, text: Spoken, language: str) -> str:
        """Return a text of the database with its rupee amounts printed."""
        return _RUPEES.sub(
            lambda amount: money(int(amount.group(1)), language), text.in_(language).strip()
        )

    def money(self, rupees: float, language: str) -> str:
        """Print whole rupees as people of the language read them."""
        return money(rupees, language)

    def day(self, value: date | str, language: str) -> str:
        """Print a date, or an ISO year or month, in the language."""
        return day(value, language)

    def isolate(self, text: str, language: str) -> str:
        """Keep numbers and addresses readable in right-to-left text."""
        return isolate(text, language)

    def _in(self, language: str) -> Mapping[str, str]:
        return self._sentences.get(language) or self._sentences[DEFAULT_LANGUAGE]


def _read(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8") as file:
        return dict(_flat(yaml.safe_load(file)))


def _flat(tree: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    sentences: list[tuple[str, str]] = []
    for name, value in tree.items():
        if isinstance(value, Mapping):
            sentences += _flat(value, f"{prefix}{name}.")
        else:
            sentences.append((f"{prefix}{name}", str(value)))
    return sentences
