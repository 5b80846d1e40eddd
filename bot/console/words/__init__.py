"""The console's own words, in English and Urdu."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, get_args

import yaml

ConsoleLanguage = Literal["en", "ur"]
CONSOLE_LANGUAGES: Final[tuple[ConsoleLanguage, ...]] = get_args(ConsoleLanguage)
DEFAULT: Final[ConsoleLanguage] = "en"


def known(language: str | None) -> ConsoleLanguage | None:
    """Give back `language` when the console speaks it, else None."""
    return language if language in CONSOLE_LANGUAGES else None


def say(key: str, language: ConsoleLanguage, **values: object) -> str:
    """The words of a key, its placeholders filled.

    Raises KeyError for an unknown key or a missing value: both are mistakes in the code.
    """
    words = all_words()[language][key]
    return words.format_map(values) if values else words


@cache
def all_words() -> Mapping[ConsoleLanguage, Mapping[str, str]]:
    """All words by language, with keys such as `access.log_in`."""
    folder = Path(__file__).parent
    return {
        language: dict(_flat(yaml.safe_load((folder / f"{language}.yml").read_text("utf-8")), ""))
        for language in CONSOLE_LANGUAGES
    }


def _flat(tree: Mapping[str, Any], prefix: str) -> list[tuple[str, str]]:
    words: list[tuple[str, str]] = []
    for name, value in tree.items():
        if isinstance(value, Mapping):
            words += _flat(value, f"{prefix}{name}.")
        else:
            words.append((f"{prefix}{name}", str(value)))
    return words
