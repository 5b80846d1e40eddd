"""The database's names: exact, spelled otherwise, misspelt; and names that are none."""

import json
import os
from pathlib import Path

from rahbar_engine.components.name_matcher import NameMatcher
from rahbar_engine.text.gazetteer import Entry, GazetteerMatcher
from rahbar_engine.text.normalise import normalise
from rahbar_engine.text.tokens import tokenise
from rahbar_engine.text.unknown_names import find_unknown_programmes
from rasa.shared.nlu.training_data.message import Message

ENTRIES = [
    Entry("programme", "punjab-akc", ("Asaan Karobar Card", "آسان کاروبار کارڈ")),
    Entry("city", "Faisalabad", ("Faisalabad", "fsd", "فیصل آباد")),
    Entry("topic", "loan", ("loan", "qarza", "قرضہ")),
    Entry("sector", "surgical", ("surgical goods",)),
]
KNOWN = frozenset({"want", "card", "office"})


def found(text: str) -> list:
    tokens = tokenise(normalise(text).text)
    return [(f.entity, f.value) for f in GazetteerMatcher(ENTRIES, KNOWN).find(tokens)]


def test_a_name_in_any_script() -> None:
    assert found("آسان كاروبار کارڈ") == [("programme", "punjab-akc")]
    assert found("office in FSD") == [("city", "Faisalabad")]


def test_another_spelling() -> None:
    assert found("asan karobaar card") == [("programme", "punjab-akc")]


def test_a_slip_of_the_finger() -> None:
    assert found("faisalbad") == [("city", "Faisalabad")]
    assert found("surgcal goods") == [("sector", "surgical")]


def test_a_known_word_is_no_slip() -> None:
    """A word of the language is not bent into a name."""
    assert found("office") == []


def test_the_longest_name_wins() -> None:
    assert found("asaan karobar card loan") == [("programme", "punjab-akc"), ("topic", "loan")]


def test_a_made_up_programme_is_unknown() -> None:
    tokens = tokenise("qasimpur scheme kya hai")
    assert [f.value for f in find_unknown_programmes(tokens, [])] == ["unknown"]


def test_ordinary_words_before_scheme_are_no_name() -> None:
    assert find_unknown_programmes(tokenise("which small business scheme is best"), []) == []


def test_a_corrected_alias_works_at_once(tmp_path: Path) -> None:
    """The names follow the file without retraining."""
    path = tmp_path / "gazetteer.json"
    write(path, "old name", 1)
    matcher = NameMatcher(path, frozenset())
    assert values(matcher, "new name") == []
    write(path, "new name", 2)
    assert values(matcher, "new name") == ["x"]


def test_an_unreadable_file_keeps_the_names(tmp_path: Path) -> None:
    path = tmp_path / "gazetteer.json"
    write(path, "old name", 1)
    matcher = NameMatcher(path, frozenset())
    assert values(matcher, "old name") == ["x"]
    path.write_text("{")
    assert values(matcher, "old name") == ["x"]


def write(path: Path, alias: str, at: int) -> None:
    entries = [{"entity": "programme", "value": "x", "aliases": [alias]}]
    path.write_text(json.dumps({"version": alias, "entries": entries}))
    os.utime(path, (at, at))


def values(matcher: NameMatcher, text: str) -> list:
    message = Message.build(text)
    matcher.process([message])
    return [entity["value"] for entity in message.get("entities")]


def test_capitals_make_a_name_of_ordinary_words() -> None:
    """ "Roshan Mustaqbil Loan Scheme" is a name although both words are in the glossary."""
    message = Message.build("how much does the Roshan Mustaqbil Loan Scheme give")
    NameMatcher(Path("missing.json"), frozenset()).process([message])
    assert [entity["value"] for entity in message.get("entities")] == ["unknown"]
