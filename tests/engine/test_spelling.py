"""Classes of Roman-Urdu spellings."""

import pytest
from rahbar_engine.text.spelling import spelling_key


@pytest.mark.parametrize(
    "spellings",
    [
        ("chahiye", "chahye", "chaiye", "chahiay", "chaheye"),
        ("kaise", "kese", "kesay", "kaisay"),
        ("qarza", "karza", "qarzah"),
        ("asaan", "asan", "aasan"),
        ("nahi", "nai", "nhi"),
    ],
)
def test_spellings_of_one_word_share_a_key(spellings: tuple) -> None:
    assert len({spelling_key(word) for word in spellings}) == 1


def test_different_words_keep_different_keys() -> None:
    assert len({spelling_key(word) for word in ("qarz", "karo", "tareekh", "daftar", "bank")}) == 5


def test_urdu_script_is_its_own_key() -> None:
    assert spelling_key("قرضہ") == "قرضہ"
