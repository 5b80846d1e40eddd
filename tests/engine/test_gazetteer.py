"""The database's names: exact, spelled otherwise, misspelt; and names that are none."""

import json
import os
from pathlib import Path

import pytest
from rahbar_engine.components.attributes import all_capitals, capitals, words
from rahbar_engine.components.name_matcher import NameMatcher
from rahbar_engine.text.everyday_words import without_everyday_words
from rahbar_engine.text.gazetteer import Entry, GazetteerMatcher
from rahbar_engine.text.normalise import normalise
from rahbar_engine.text.tokens import tokenise
from rahbar_engine.text.unknown_names import find_unknown_programmes
from rahbar_engine.text.vocabulary import known_words
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


@pytest.mark.parametrize(
    "text",
    [
        "sitara business loan kya hai",
        "mehnat kash loan programme",
        "sitara card ke kaghzat",
        "ستارہ کارڈ کے کاغذات",
        "ستارہ بزنس لون کیا ہے",
        "what is Benazir Karobar Card",
        "eligibility for green pakistan sme card",
        "zamindar tractor subsidy scheme",
    ],
)
def test_words_of_the_language_make_a_name_together(text: str) -> None:
    entries = [Entry("programme", "punjab-akc", ("karobar card",))]
    message = Message.build(text)
    tokens = tokenise(normalise(text).text)
    known = GazetteerMatcher(entries, known_words()).find(tokens)
    unknown = find_unknown_programmes(tokens, known, capitals(message))
    assert [finding.value for finding in unknown][:1] == ["unknown"]


@pytest.mark.parametrize(
    "text",
    [
        "khushhali bank ka loan acha hai",
        "you gave me the wrong scheme",
        "subsidised loan for machinery",
        "keep me updated abt new schemes",
        "کم از کم کتنا قرضہ لے سکتے ہیں",
        "computer program",
        "i need urgent business loan",
        "hukumati qarza scheme",
        "baqi programme bhi batao",
        "میرے لیے بہترین سکیم بتائیں",
        "green energy loan",
        "tractor loan scheme",
        "interest free sme loan scheme",
    ],
)
def test_what_only_tells_the_kind_is_no_name(text: str) -> None:
    assert find_unknown_programmes(tokenise(normalise(text).text), []) == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("is it for women too", []),
        ("IT company", ["it"]),
        ("saaf ka markup", ["sbp-saaf"]),
        ("record saaf kar den", []),
    ],
)
def test_an_everyday_word_is_a_name_only_where_it_is_one(text: str, named: list) -> None:
    entries = [Entry("sector", "it", ("it",)), Entry("programme", "sbp-saaf", ("saaf",))]
    message = Message.build(text)
    matches = GazetteerMatcher(entries, frozenset()).find(words(message))
    kept = without_everyday_words(matches, words(message), all_capitals(message))
    assert [match.value for match in kept] == named


def test_in_a_short_word_no_letter_becomes_another_sound() -> None:
    """ "اڑان" (flight) is not taken for "آسان" (easy); a letter left out or spoken alike is a slip."""
    entries = [Entry("programme", "x", ("آسان کاروبار",)), Entry("city", "Lahore", ("لاہور",))]
    matcher = GazetteerMatcher(entries, frozenset())
    assert matcher.find(tokenise(normalise("اڑان کاروبار").text)) == []
    assert [f.value for f in matcher.find(tokenise(normalise("لاہر").text))] == ["Lahore"]
    assert [f.value for f in matcher.find(tokenise(normalise("آصان کاروبار").text))] == ["x"]
