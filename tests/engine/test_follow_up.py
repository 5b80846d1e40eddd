"""Which messages only add a detail to the question before."""

import pytest
from rahbar_engine.components.follow_up_detector import (
    ASKS_WHICH,
    BARE_DETAIL,
    FollowUpDetector,
)
from rahbar_engine.components.value_extractor import ValueExtractor
from rahbar_engine.text.language_files import read_words
from rasa.shared.nlu.training_data.message import Message


@pytest.mark.parametrize(
    ("text", "is_bare"),
    [
        ("what about 20 lakh?", True),
        ("aur 5 lakh ka?", True),
        ("اور ۵ لاکھ کے لیے؟", True),
        ("how can i get 20 lakh", False),
        ("what about it", False),
    ],
)
def test_bare_detail(text: str, is_bare: bool) -> None:
    message = Message.build(text)
    ValueExtractor().process([message])
    FollowUpDetector(frozenset(read_words("follow_ups")["words"])).process([message])
    assert message.get(BARE_DETAIL) is is_bare


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("am i eligible?", False),
        ("kya main ahl hun", False),
        ("کیا میں اہل ہوں", False),
        ("which one am i eligible for", True),
        ("mere liye kya hai", True),
        ("میرے لیے کون سی سکیم ہے", True),
    ],
)
def test_a_question_about_one_or_about_all(text: str, asks: bool) -> None:
    message = Message.build(text)
    ValueExtractor().process([message])
    table = read_words("follow_ups")
    FollowUpDetector(frozenset(), frozenset(table["choosing"])).process([message])
    assert message.get(ASKS_WHICH) is asks
