"""Numbers that are neither money nor dates: an entry of a list, an age; and messages of signs."""

import pytest
from rahbar_engine.components.number_reader import AGE, PLACE, NumberReader
from rahbar_engine.components.value_extractor import ValueExtractor
from rahbar_engine.intents.signs import intent_of_signs
from rahbar_engine.text.language_files import read_words
from rahbar_engine.text.normalise import normalise
from rahbar_engine.text.tokens import tokenise
from rasa.shared.nlu.training_data.message import Message


def read(text: str) -> Message:
    message = Message.build(text)
    ValueExtractor().process([message])
    NumberReader(frozenset(read_words("follow_ups")["words"])).process([message])
    return message


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("2", 2),
        ("option 3", 3),
        ("the first one", 1),
        ("pehli wali ke documents", 1),
        ("دوسری والی", 2),
        ("akhri wali", -1),
        ("pehle apply kia tha", None),
        ("apply for second", 2),
        ("akhri tareekh", None),
        ("tier 2 kya hai", None),
        ("2 lakh", None),
        ("no 1", 1),
        ("no, 5 lakh", None),
        ("no. 2 wali", 2),
    ],
)
def test_an_entry_of_a_list(text: str, place: int | None) -> None:
    assert read(text).get(PLACE) == place


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("can a 48 yr old apply", 48),
        ("meri umar 50 hai mil jaye ga?", 50),
        ("i am 26, want to open a shop", 26),
        ("عمر ۲۸ سال", 28),
        ("umar pachas saal", 50),
        ("i have 25 workers", None),
        ("20 saal se karobar", None),
        ("3 year old bakery", None),
        ("i am 26 lakh short", None),
    ],
)
def test_an_age(text: str, age: int | None) -> None:
    assert read(text).get(AGE) == age


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("👍🏽", "affirm"),
        ("🙏🙏", "thank"),
        ("👎", "deny"),
        ("😡😡", "abuse"),
        ("ok 👎", None),
        ("🏭", None),
        ("?", None),
    ],
)
def test_signs_speak_where_nothing_else_does(text: str, intent: str | None) -> None:
    assert intent_of_signs(tokenise(normalise(text).text)) == intent
