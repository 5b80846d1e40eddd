"""The words of the channels stand in all languages."""

from pathlib import Path

import pytest
import yaml

from bot.channels import words
from bot.channels.telegram.announcing import commands
from bot.channels.telegram.commands import COMMANDS
from bot.languages import LANGUAGES

FOLDER = Path(words.__file__).parent


def keys(tree: dict[str, object], prefix: str = "") -> set[str]:
    found: set[str] = set()
    for name, value in tree.items():
        found |= keys(value, f"{prefix}{name}.") if isinstance(value, dict) else {f"{prefix}{name}"}
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_words(language: str) -> None:
    def read(of: str) -> set[str]:
        return keys(yaml.safe_load((FOLDER / f"{of}.yml").read_text(encoding="utf-8")))

    assert read(language) == read("en")


@pytest.mark.parametrize("name", words.SIGNS)
def test_a_sign_is_the_same_in_all_languages(name: str) -> None:
    assert {words.say(f"sign.{name}", language) for language in LANGUAGES} == {words.sign(name)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menu_is_within_telegrams_limits(language: str) -> None:
    menu = commands(language)
    assert tuple(command.command for command in menu) == COMMANDS
    assert all(1 <= len(command.description) <= 256 for command in menu)
    assert 1 <= len(words.say("telegram.about", language)) <= 512
