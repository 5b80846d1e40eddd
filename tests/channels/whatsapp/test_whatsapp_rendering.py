"""Our messages within the limits of the Cloud API; the fake's own rules judge them."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from fakes.whatsapp_limits import refusal_of
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.port import Part
from bot.channels.splitting import utf16_length
from bot.channels.whatsapp.rendering import fitting, render
from bot.messages import BotMessage, Button

URDU = "آپ کے کاروبار کے لیے قرض کی اسکیم دستیاب ہے۔ "
WORDS = st.text(
    st.sampled_from("آپ کےقرض ہے۔؟ \n\u2066\u2069\u200cabc DEF.12👍🏽👨‍👩‍👧🇵🇰\x00\ud800…"),
    max_size=60,
)
TITLES = st.one_of(WORDS, st.text(max_size=40), st.sampled_from(["ہاں", "👨‍👩‍👧" * 9, " ", "Yes"]))
BUTTONS = st.lists(st.tuples(TITLES, st.integers(0, 30)), max_size=35).map(
    lambda pairs: tuple(Button(title, f"ref:{number:022d}") for title, number in pairs)
)
TEXTS = st.one_of(
    WORDS, st.builds(lambda words, times: words * times, WORDS, st.integers(1, 400)), st.text()
)


def buttons(count: int, title: str = "Choice") -> tuple[Button, ...]:
    return tuple(Button(f"{title} {number}", f"ref:{number:022d}") for number in range(count))


def refusal(part: Part) -> Any:
    """What the Cloud API would say to a part."""
    sent = {"messaging_product": "whatsapp", "to": "923001234567", "type": part.method}
    return refusal_of({**sent, part.method: dict(part.body)})


def shape(part: Part) -> str:
    return str(part.body["type"]) if part.method == "interactive" else part.method


def rows(parts: tuple[Part, ...]) -> list[dict[str, Any]]:
    sections = [part.body["action"]["sections"] for part in parts if shape(part) == "list"]
    return [row for section in sections for row in section[0]["rows"]]


def ids(parts: tuple[Part, ...]) -> list[str]:
    """The references that a person can choose, in order."""
    chosen = [row["id"] for row in rows(parts)]
    for part in parts:
        if shape(part) == "button":
            chosen += [button["reply"]["id"] for button in part.body["action"]["buttons"]]
    return chosen


@settings(max_examples=150, deadline=None)
@given(TEXTS, BUTTONS)
def test_every_part_is_within_every_limit(text: str, choices: tuple[Button, ...]) -> None:
    message = BotMessage(text, choices)
    parts = render(message)
    assert [refusal(part) for part in parts] == [None] * len(parts)
    assert parts == render(message)
    assert ids(parts) == list(dict.fromkeys(button.payload for button in choices))


@settings(max_examples=100, deadline=None)
@given(TITLES, st.integers(5, 80))
def test_a_title_fits_its_limit(title: str, limit: int) -> None:
    assert 0 < utf16_length(fitting(title, limit)) <= limit


@pytest.mark.parametrize(
    ("count", "shapes"),
    [
        (0, ["text"]),
        (1, ["button"]),
        (3, ["button"]),
        (4, ["list"]),
        (10, ["list"]),
        (11, ["list", "list"]),
        (21, ["list", "list", "list"]),
    ],
)
def test_the_number_of_choices_decides_the_shape(count: int, shapes: list[str]) -> None:
    assert [shape(part) for part in render(BotMessage("Which?", buttons(count)))] == shapes


def test_eleven_choices_are_two_pages() -> None:
    first, second = render(BotMessage("Which?", buttons(11)))
    assert (len(rows((first,))), len(rows((second,)))) == (10, 1)
    assert first.body["body"]["text"] == "Which?"
    assert second.body["body"]["text"] == "Options 2/2 👇"


def test_a_title_too_long_for_a_button_stands_whole_in_a_list() -> None:
    title = "Prime Minister's Youth Business and Agriculture Loan Scheme"
    (part,) = render(BotMessage("Which?", (Button(title, "ref:1"), Button("None", "ref:2"))))
    first, second = rows((part,))
    assert (first["title"], first["description"]) == ("Prime Minister's Youth…", title)
    assert "description" not in second


def test_buttons_of_one_title_become_a_list() -> None:
    parts = render(BotMessage("Which?", (Button("Yes", "ref:1"), Button("Yes", "ref:2"))))
    assert [shape(part) for part in parts] == ["list"]


def test_words_around_the_choices_are_in_the_script_of_the_message() -> None:
    (urdu,) = render(BotMessage("کون سی اسکیم؟", buttons(4, "اسکیم")))
    (latin,) = render(BotMessage("Kaun si scheme?", buttons(4, "Scheme")))
    assert urdu.body["action"]["button"] == "یہاں سے چنیں"
    assert latin.body["action"]["button"] == "Options"


def test_a_long_text_goes_ahead_of_its_choices() -> None:
    text = (URDU * 60).strip()
    parts = render(BotMessage(text, buttons(2, "ہاں")))
    assert [shape(part) for part in parts] == ["text", "button"]
    body = parts[-1].body["body"]["text"]
    assert body.endswith("۔")
    assert f"{parts[0].body['body']} {body}" == text


def test_choices_without_words_are_asked_for() -> None:
    (part,) = render(BotMessage("", buttons(2)))
    assert part.body["body"]["text"] == "Options 👇"
    assert render(BotMessage(" \n ")) == ()


def test_20000_letters_of_urdu_reassemble_exactly() -> None:
    text = (URDU * 450)[:20_000].strip()
    parts = render(BotMessage(text))
    assert "".join("".join(part.body["body"].split()) for part in parts) == "".join(text.split())
    assert len(parts) == 5
    assert all(part.body["body"].endswith("۔") for part in parts[:-1])


def test_directions_of_numbers_in_urdu_are_kept() -> None:
    (part,) = render(BotMessage("فون: \u2066042-111-111-456\u2069"))
    assert "\u2066042-111-111-456\u2069" in part.body["body"]


def test_an_answer_of_the_usual_length_is_one_message() -> None:
    assert len(render(BotMessage("x " * 500, buttons(3)))) == 1
    assert len(render(BotMessage("x " * 1500, buttons(10)))) == 2


def test_english_and_roman_urdu_share_their_words() -> None:
    """By script they cannot be told apart, so that the words must suit both."""
    folder = Path("bot/channels/words")
    read = [yaml.safe_load((folder / f"{name}.yml").read_text()) for name in ("en", "roman_ur")]
    assert read[0]["whatsapp"] == read[1]["whatsapp"]
