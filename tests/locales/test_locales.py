"""The three languages say the same things, and print values as their readers know them."""

import re
import string
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from locales import LANGUAGES, Speaker

ROOT = Path(__file__).resolve().parents[2]
URDU_LETTER = re.compile("[\u0600-\u06ff]")
ALSO_LATIN = {"button.english", "button.roman"}


@pytest.fixture(scope="module")
def speaker() -> Speaker:
    return Speaker(ROOT / "locales")


def sentences(language: str) -> dict[str, str]:
    tree = yaml.safe_load((ROOT / "locales" / f"{language}.yml").read_text(encoding="utf-8"))
    return {f"{group}.{name}": text for group, part in tree.items() for name, text in part.items()}


def placeholders(sentence: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(sentence) if field}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_keys(language: str) -> None:
    assert sentences(language).keys() == sentences("en").keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_fills_the_same_placeholders(language: str) -> None:
    english, other = sentences("en"), sentences(language)
    assert {key: placeholders(text) for key, text in other.items()} == {
        key: placeholders(text) for key, text in english.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_and_sentence_is_text(language: str) -> None:
    """An unquoted yes or no would be a truth value in YAML, and its key would never be found."""
    for key, sentence in sentences(language).items():
        assert isinstance(sentence, str) and sentence.strip(), key
        assert "True" not in key and "False" not in key


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_are_short_enough_for_every_channel(language: str) -> None:
    for key, sentence in sentences(language).items():
        if key.startswith(("button.", "intent.")) and not placeholders(sentence):
            assert len(sentence) <= 20, key


def test_urdu_stands_in_urdu_script_and_roman_urdu_in_latin() -> None:
    for key, sentence in sentences("ur").items():
        words = re.sub(r"\{\w+\}|\W", "", sentence)
        assert not words or URDU_LETTER.search(sentence) or key in ALSO_LATIN, key
    for key, sentence in sentences("roman_ur").items():
        assert not URDU_LETTER.search(sentence) or key == "button.urdu", key


def test_every_key_that_the_actions_name_is_there() -> None:
    keys = sentences("en").keys()
    groups = {key.split(".")[0] for key in keys}
    source = "".join(file.read_text() for file in (ROOT / "actions").glob("*.py"))
    named = set(re.findall(r"""["']([a-z_]+\.[a-z_]+)["']""", source))
    assert {name for name in named if name.split(".")[0] in groups} <= set(keys)


def test_no_module_of_the_actions_holds_urdu() -> None:
    for file in (ROOT / "actions").glob("*.py"):
        letters = URDU_LETTER.findall(file.read_text(encoding="utf-8"))
        # Punctuation that ends a sentence is no sentence.
        assert set(letters) <= set("۔؟؛،"), file.name


@pytest.mark.parametrize(
    ("rupees", "en", "ur", "roman_ur"),
    [
        (50_000, "PKR 50,000", "50,000 روپے", "50,000 rupay"),
        (250_000, "PKR 2.5 lakh", "2.5 لاکھ روپے", "2.5 lakh rupay"),
        (15_000_000, "PKR 1.5 crore", "1.5 کروڑ روپے", "1.5 crore rupay"),
        (1_955_000_000, "PKR 1.955 billion", "1.955 ارب روپے", "1.955 arab rupay"),
        (123_456, "PKR 123,456", "123,456 روپے", "123,456 rupay"),
    ],
)
def test_amounts_read_as_people_say_them(
    speaker: Speaker, rupees: int, en: str, ur: str, roman_ur: str
) -> None:
    assert [speaker.money(rupees, language) for language in LANGUAGES] == [en, ur, roman_ur]


@pytest.mark.parametrize(
    ("day", "en", "ur"),
    [
        ("2026", "2026", "2026"),
        ("2026-03", "March 2026", "مارچ 2026"),
        ("2026-03-10", "10 March 2026", "10 مارچ 2026"),
        (date(2026, 3, 10), "10 March 2026", "10 مارچ 2026"),
        ("about 2019", "about 2019", "about 2019"),
    ],
)
def test_dates_are_as_precise_as_known(speaker: Speaker, day: date | str, en: str, ur: str) -> None:
    assert speaker.day(day, "en") == en
    assert speaker.day(day, "ur") == ur


def test_amounts_inside_database_texts_are_printed(speaker: Speaker) -> None:
    text = SimpleNamespace(in_=lambda language: "up to {rs:10000000}")
    assert speaker.text(text, "en") == "up to PKR 1 crore"


def test_numbers_keep_their_order_inside_urdu(speaker: Speaker) -> None:
    said = "فون 042-111-111-456 یا +923001234567"
    assert speaker.isolate(said, "ur") == (
        "فون \u2066042-111-111-456\u2069 یا \u2066+923001234567\u2069"
    )
    assert speaker.isolate("042-111", "en") == "042-111"


def test_an_unknown_language_is_spoken_as_english(speaker: Speaker) -> None:
    assert speaker.say("button.trainings", "fr") == speaker.say("button.trainings", "en")
