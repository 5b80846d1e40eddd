"""The templates as they are submitted and sent."""

import re
from typing import Any

import pytest
from fakes.whatsapp_limits import refusal_of, units

from bot.channels.port import Envelope
from bot.channels.whatsapp import WhatsAppChannel
from bot.channels.whatsapp.templates import (
    ANSWER_WAITING,
    CALLBACK_UPDATE,
    CONVERSATION_CLOSED_RATING,
    STAFF_REPLY,
    submissions,
    template_part,
)

NAMES = {ANSWER_WAITING, CALLBACK_UPDATE, CONVERSATION_CLOSED_RATING, STAFF_REPLY}


def test_every_template_stands_in_both_languages() -> None:
    made = {(one["name"], one["language"]) for one in submissions()}
    assert made == {(name, language) for name in NAMES for language in ("en", "ur")}


@pytest.mark.parametrize("made", submissions(), ids=lambda one: f"{one['name']}-{one['language']}")
def test_a_submission_keeps_metas_rules(made: dict[str, Any]) -> None:
    (body,) = made["components"]
    text = body["text"]
    placeholders = re.findall(r"\{\{(\d+)\}\}", text)
    assert re.fullmatch(r"[a-z0-9_]{1,512}", made["name"])
    assert made["category"] == "UTILITY"
    assert units(text) <= 1024
    assert placeholders == [str(number + 1) for number in range(len(placeholders))]
    assert len(body["example"]["body_text"][0]) == len(placeholders)
    assert not text.startswith("{{")
    assert not text.endswith("}}")
    assert "\n\n\n" not in text


async def test_a_template_goes_out_when_the_window_is_closed(
    channel: WhatsAppChannel, account: Any
) -> None:
    account.rules.window = 24 * 3600.0
    part = template_part(STAFF_REPLY, "ur", ["TR-4K7MQ"])
    await channel.send(part, Envelope("923001234567", "t"))
    (sent,) = account.sent
    assert sent["body"]["template"]["language"] == {"code": "ur"}


def test_roman_urdu_readers_get_latin_letters() -> None:
    part = template_part(ANSWER_WAITING, "roman_ur", ["23 November 2026"])
    assert part.body["language"] == {"code": "en"}


@pytest.mark.parametrize("value", ["a\nb\t c", "x" * 2000, "", "\x00", "a      b"])
def test_values_are_put_into_the_form_that_meta_takes(value: str) -> None:
    part = template_part(STAFF_REPLY, "en", [value])
    sent = {"messaging_product": "whatsapp", "to": "1", "type": "template"}
    assert refusal_of({**sent, "template": dict(part.body)}) is None


def test_a_wrong_number_of_values_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="takes 1"):
        template_part(STAFF_REPLY, "en", [])
