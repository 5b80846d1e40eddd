"""Text that people type: what is dropped, what counts as nothing, what could be a command."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.typed import NOTHING_LEFT, SLASHES, clean, defuse, is_blank


@pytest.mark.parametrize("slash", sorted(SLASHES))
@pytest.mark.parametrize("before", ["", " ", "\n\t", "\u200b", "\u200f", "\ufeff", "\u2060 ", "/"])
def test_a_leading_slash_of_any_kind_is_taken_away(before: str, slash: str) -> None:
    assert defuse(f"{before}{slash}restart") == "restart"


@given(st.text())
def test_nothing_that_is_left_begins_like_a_command(text: str) -> None:
    assert not defuse(text).lstrip().startswith("/")


def test_a_slash_within_the_text_stays() -> None:
    assert defuse("NTN / STRN kya hai?") == "NTN / STRN kya hai?"


def test_a_message_of_slashes_alone_is_still_asked() -> None:
    assert defuse("///") == NOTHING_LEFT


def test_payload_of_an_intent_with_entities_becomes_plain_words() -> None:
    assert defuse('/greet{"cnic":"FORGED"}') == 'greet{"cnic":"FORGED"}'


@pytest.mark.parametrize("text", ["", " \n", "\u200b\u200c", "\x00\x07", "\u3164", "\u2800 \u200e"])
def test_text_that_shows_nothing_is_blank(text: str) -> None:
    assert is_blank(clean(text))


@pytest.mark.parametrize("text", ["👍", "؟", ".", "a", "ق"])
def test_text_that_shows_anything_is_not_blank(text: str) -> None:
    assert not is_blank(clean(text))


def test_controls_go_and_joiners_and_lines_stay() -> None:
    assert clean("\x00قرض\u200cہ\r\nچاہیے\x1b ") == "قرض\u200cہ\nچاہیے"


@given(st.text())
def test_cleaning_again_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)
