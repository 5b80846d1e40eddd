"""Where long texts are cut."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.splitting import split, utf16_length

URDU = "یہ قرض ایک لاکھ روپے تک ملتا ہے۔ درخواست بینک میں دیں؟ جی ہاں! "
EMOJI = "👨‍👩‍👧‍👦🇵🇰👍🏽é"

texts = st.text(st.sampled_from("ab ۔.\n؟😀🇵🇰\u0301\u200d\u2066\u2069اب"), max_size=300)


@given(texts, st.integers(1, 40), st.sampled_from([len, utf16_length]))
def test_joined_parts_are_the_text(text: str, limit: int, length: object) -> None:
    assert "".join(split(text, limit, length)) == text  # type: ignore[arg-type]


@given(st.text(max_size=300), st.integers(2, 40))
def test_no_part_exceeds_the_limit_or_is_empty(text: str, limit: int) -> None:
    assert all(1 <= utf16_length(part) <= limit for part in split(text, limit, utf16_length))


@given(texts, st.integers(2, 40))
def test_a_part_begins_with_a_mark_only_where_nothing_else_fits(text: str, limit: int) -> None:
    parts = split(text, limit)
    for before, after in pairwise(parts):
        if unicodedata.category(after[0]) in {"Mn", "Mc", "Me"}:
            assert len(before) == limit


def test_an_empty_text_has_no_parts() -> None:
    assert split("", 10) == []


def test_long_urdu_breaks_after_sentences() -> None:
    parts = split(URDU * 400, 4096, utf16_length)
    assert len(parts) > 3
    assert all(part.rstrip().endswith(("۔", "؟", "!")) for part in parts)


def test_a_paragraph_is_preferred_to_a_sentence() -> None:
    assert split("One. Two.\n\nThree. Four.", 18) == ["One. Two.\n\n", "Three. Four."]


def test_a_list_breaks_between_its_lines() -> None:
    text = "\n".join(f"{number}. Programme: up to Rs. 5,000. Open." for number in range(1, 30))
    assert all(part.split(".")[0].isdigit() for part in split(text, 200))


def test_a_stop_before_a_figure_ends_no_sentence() -> None:
    assert split("It gives Rs. 5,000 a year", 20) == ["It gives Rs. 5,000 ", "a year"]


def test_the_number_of_an_item_ends_no_sentence() -> None:
    text = "پہلا جملہ۔ \n1۔ لمبانام"
    assert split(text, len(text) - 1)[-1].startswith("1۔")


def test_words_stay_whole() -> None:
    assert split("aaaa bbbb cccc", 10) == ["aaaa bbbb ", "cccc"]


@pytest.mark.parametrize("limit", [11, 13, 16])
def test_what_a_reader_sees_as_one_sign_is_not_torn(limit: int) -> None:
    parts = split(EMOJI * 20, limit, utf16_length)
    assert not any(part.startswith(("\u200d", "🏽", "\u0301")) for part in parts)
    assert not any(part.endswith("\u200d") for part in parts)
    assert all(part.count("🇵") == part.count("🇰") for part in parts)


def test_nothing_breaks_within_an_unbroken_span() -> None:
    text = "aaaa bbbb cccc dddd"
    assert split(text, 12, unbroken=[(5, 14)]) == ["aaaa ", "bbbb cccc ", "dddd"]


def test_a_span_longer_than_the_limit_is_broken_all_the_same() -> None:
    assert split("a" * 25, 10, unbroken=[(0, 25)]) == ["a" * 10, "a" * 10, "a" * 5]
