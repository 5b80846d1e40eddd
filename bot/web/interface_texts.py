"""The page's own words, in three languages, from `interface/*.yml`."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.languages import DIRECTIONS, HTML_TAGS, LANGUAGES

FOLDER = Path(__file__).parent / "interface"


@cache
def interface_texts() -> Mapping[str, Mapping[str, Any]]:
    """All words by language, with `tag` and `dir` for the page's attributes."""
    return {
        language: {
            **yaml.safe_load((FOLDER / f"{language}.yml").read_text(encoding="utf-8")),
            "tag": HTML_TAGS[language],
            "dir": DIRECTIONS[language],
        }
        for language in LANGUAGES
    }
