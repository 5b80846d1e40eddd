"""Commands, deep links and pressed buttons."""

from typing import Any

import pytest

from bot.channels.telegram.parsing import callback_query_id, read_update
from bot.channels.telegram.senders import Account
from bot.messages import Kind
from tests.fakes import telegram_updates as updates

ACCOUNT = Account(123456789, "rahbar_test_bot")


def one(update: dict[str, Any]) -> Any:
    (event,) = read_update({"update_id": 9, **update}, ACCOUNT)
    return event


@pytest.mark.parametrize(
    ("typed", "campaign"),
    [
        ("/start", None),
        ("/start fair_2026-lahore", "fair_2026-lahore"),
        ("/start " + "a" * 64, "a" * 64),
        ("/start " + "a" * 65, None),
        ("/start میلہ", None),
        ("/start a b", None),
        ('/start {"cnic":1}', None),
    ],
)
def test_a_deep_link_names_its_campaign(typed: str, campaign: str | None) -> None:
    event = one(updates.text(typed))
    assert (event.kind, event.text, event.campaign) == (Kind.COMMAND, "/start", campaign)


@pytest.mark.parametrize("name", ["menu", "language", "human", "privacy", "help", "stop"])
@pytest.mark.parametrize("suffix", ["", "@rahbar_test_bot"])
def test_commands_are_known_by_name(name: str, suffix: str) -> None:
    event = one(updates.text(f"/{name.upper()}{suffix}"))
    assert (event.kind, event.text) == (Kind.COMMAND, f"/{name}")


def test_words_after_a_command_are_kept() -> None:
    assert one(updates.text("/help with exports")).content == {"words": "with exports"}


def test_an_unknown_command_is_its_words() -> None:
    event = one(updates.text("/loans@rahbar_test_bot in Lahore"))
    assert (event.kind, event.text) == (Kind.TEXT, "loans in Lahore")


def test_a_pressed_button_gives_its_reference() -> None:
    update = updates.press("ref:abc", query="77")
    event = one(update)
    assert (event.kind, event.reference, event.external_id) == (
        Kind.PRESS,
        "ref:abc",
        "callback:77",
    )
    assert event.pressed_on == str(update["callback_query"]["message"]["message_id"])
    assert callback_query_id(update) == "77"


def test_a_pressed_button_shows_its_title() -> None:
    update = updates.press("ref:abc")
    keys = [[{"text": "Loans", "callback_data": "ref:abc"}]]
    update["callback_query"]["message"]["reply_markup"] = {"inline_keyboard": keys}
    assert one(update).text == "Loans"


def test_a_button_of_a_message_too_old_to_be_seen_still_counts() -> None:
    update = updates.press("ref:abc")
    gone = {"chat": updates.private(), "message_id": 4, "date": 0}
    update["callback_query"]["message"] = gone
    assert (one(update).reference, one(update).pressed_on) == ("ref:abc", "4")
