"""The console's words stand in both languages, and every key that is used stands there."""

import re
from pathlib import Path
from string import Formatter

import bot
from bot.console.words import all_words
from bot.staff.errors import AccessError

ROOT = Path(bot.__file__).parent
USED = re.compile(r"""\bt\(\s*"([\w.]+)\"""")


def test_both_languages_have_the_same_keys_and_placeholders() -> None:
    english, urdu = all_words()["en"], all_words()["ur"]
    assert english.keys() == urdu.keys()
    for key, words in english.items():
        assert _placeholders(words) == _placeholders(urdu[key]), key
        assert words.strip()
        assert urdu[key].strip()


def test_every_word_of_a_template_is_there() -> None:
    templates = [*ROOT.glob("staff/templates/**/*.html"), *ROOT.glob("console/templates/**/*.html")]
    used = {key for file in templates for key in USED.findall(file.read_text(encoding="utf-8"))}
    assert used
    assert used <= all_words()["en"].keys()


def test_every_refusal_has_its_sentence() -> None:
    for error in _all(AccessError):
        assert f"access.error_{error.code}" in all_words()["en"]


def _placeholders(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name}


def _all(kind: type[AccessError]) -> list[type[AccessError]]:
    return [kind, *(each for sub in kind.__subclasses__() for each in _all(sub))]
