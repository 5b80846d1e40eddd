"""Our messages as Telegram's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.port import Part
from bot.channels.telegram.rendering import render
from bot.messages import BotMessage, Button

URDU = "یہ قرض ایک لاکھ روپے تک ملتا ہے۔ درخواست بینک میں دیں؟ جی ہاں! "
REFERENCE = "ref:" + "a" * 22

lines = st.sampled_from(
    [
        "1. Kamyab Jawan: loans up to Rs. 5 million 😀 (open)",
        "Side by side:",
        "Name: https://www.smeda.org/index.php?option=com_content.",
        URDU,
        "• www.smeda.org",
        "😀" * 30,
        "",
    ]
)
long_texts = st.lists(lines, min_size=1, max_size=300).map("\n".join)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def styled(part: Part) -> dict[str, str]:
    raw = part.body["text"].encode("utf-16-le")
    return {
        raw[2 * mark["offset"] : 2 * (mark["offset"] + mark["length"])].decode("utf-16-le"): (
            mark["type"]
        )
        for mark in part.body.get("entities", ())
    }


def test_20000_characters_of_urdu_reassemble_exactly() -> None:
    text = (URDU * 400)[:20_000]
    parts = render(BotMessage(text))
    assert "".join(part.body["text"] for part in parts) == text
    assert all(units(part.body["text"]) <= 4096 for part in parts)
    assert all(part.body["text"].rstrip().endswith(("۔", "؟", "!")) for part in parts[:-1])


@given(long_texts)
def test_entities_lie_within_their_part_and_are_never_torn(text: str) -> None:
    whole = {word for part in render(BotMessage(text)) for word in styled(part)}
    assert whole <= {
        "Kamyab Jawan",
        "Side by side:",
        "Name",
        "https://www.smeda.org/index.php?option=com_content",
        "www.smeda.org",
    }
    for part in render(BotMessage(text)):
        assert units(part.body["text"]) <= 4096
        for mark in part.body.get("entities", ()):
            assert 0 <= mark["offset"] < mark["offset"] + mark["length"]
            assert mark["offset"] + mark["length"] <= units(part.body["text"])


@given(st.text(max_size=9000))
def test_any_text_is_within_the_limits_and_visible(text: str) -> None:
    for part in render(BotMessage(text)):
        assert part.body["text"].strip()
        assert units(part.body["text"]) <= 4096


@given(long_texts)
def test_rendering_is_the_same_every_time(text: str) -> None:
    message = BotMessage(text, (Button("Yes", REFERENCE),))
    assert render(message) == render(message)


def test_headings_names_and_addresses_are_styled() -> None:
    (part,) = render(BotMessage("For Lahore these may suit you:\n1. Kamyab: see www.smeda.org."))
    assert styled(part) == {
        "For Lahore these may suit you:": "bold",
        "Kamyab": "bold",
        "www.smeda.org": "text_link",
    }


def test_names_in_an_urdu_list_are_bold() -> None:
    (part,) = render(BotMessage("یہ مناسب ہو سکتی ہیں:\n1۔ کامیاب جوان: قرض\n۲۔ سمیڈا: ٹریننگ"))
    assert styled(part) == {
        "یہ مناسب ہو سکتی ہیں:": "bold",
        "کامیاب جوان": "bold",
        "سمیڈا": "bold",
    }


@pytest.mark.parametrize(
    "text",
    [
        "Thank you, it has arrived. I cannot open it myself: a person will look at it.",
        "شکریہ، آپ کی فائل مل گئی۔ میں اسے خود نہیں کھول سکتا: کوئی نمائندہ دیکھے گا۔",
        "I find none for exactly this. The nearest are:",
    ],
)
def test_a_sentence_before_a_colon_is_no_label(text: str) -> None:
    (part,) = render(BotMessage(text))
    assert styled(part) == {}


def test_an_address_ends_before_the_mark_that_closes_an_island() -> None:
    (part,) = render(BotMessage("ویب سائٹ \u2066https://www.smeda.org/\u2069 دیکھیں۔"))
    assert styled(part) == {"https://www.smeda.org/": "text_link"}


def test_nothing_of_a_text_is_read_as_markup() -> None:
    (part,) = render(BotMessage("*not bold* _not_ <b>not</b> [not](http) `not`"))
    assert "entities" not in part.body and "parse_mode" not in part.body


def test_buttons_stand_under_the_last_part() -> None:
    parts = render(BotMessage(URDU * 200, (Button("Yes", REFERENCE),)))
    assert len(parts) > 1
    assert ["reply_markup" in part.body for part in parts] == [False] * (len(parts) - 1) + [True]


def test_short_buttons_stand_in_pairs_and_long_ones_alone() -> None:
    titles = ["Loans", "Trainings", "Offices", "Prime Minister's Youth Loan", "Tax", "NTN"]
    (part,) = render(BotMessage("Which?", tuple(Button(title, REFERENCE) for title in titles)))
    rows = part.body["reply_markup"]["inline_keyboard"]
    assert [[key["text"] for key in row] for row in rows] == [
        ["Loans", "Trainings"],
        ["Offices"],
        ["Prime Minister's Youth Loan"],
        ["Tax", "NTN"],
    ]


@pytest.mark.parametrize("payload", ["", "a" * 65, "ق" * 33])
def test_callback_data_beyond_64_bytes_is_refused(payload: str) -> None:
    with pytest.raises(ValueError, match="callback data"):
        render(BotMessage("Which?", (Button("Yes", payload),)))


def test_64_bytes_are_taken() -> None:
    assert render(BotMessage("Which?", (Button("Yes", "ق" * 32),)))


def test_buttons_without_words_get_a_sign_to_stand_under() -> None:
    (part,) = render(BotMessage(" \u200b", (Button("Yes", REFERENCE),)))
    assert part.body["text"] == "👇"
