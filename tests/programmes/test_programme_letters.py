"""Letters: words compare equal however a keyboard writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programmes.letters import fold, letters, stopwords


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("كاروباري", "کاروباری"),
        ("قرضة", "قرضہ"),
        ("ھے", "ہے"),
        ("قَرضہ", "قرضہ"),
        ("آسان", "اسان"),
        ("ﻻہور", "لاہور"),
        ("کا\u200cم", "کام"),
        ("ا\u0653سان", "آسان"),
        ("۲۵ لاکھ", "25 لاکھ"),
        ("٢٥", "25"),
        ("Café  SMEDA-Loan!", "cafe smeda loan"),
        ("ＬＯＡＮ", "loan"),
    ],
)
def test_what_folds_to_the_same(typed: str, same: str) -> None:
    assert fold(typed) == fold(same)


def test_an_aspirated_letter_stays() -> None:
    assert fold("بھائی") != fold("بہائی")


def test_normalising_keeps_words_and_makes_marks_alike() -> None:
    assert letters().normalise("کیا ہے؟ ۵٪") == "کیا ہے? 5%"


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_stopwords_are_folded() -> None:
    assert {"the", "kya", "ہے"} <= stopwords()
    assert all(fold(word) == word for word in stopwords())
