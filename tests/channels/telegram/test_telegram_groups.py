"""In a group the assistant answers only when it is spoken to."""

from typing import Any

import pytest

from bot.channels.events import Moved
from bot.channels.telegram.parsing import read_update
from bot.channels.telegram.senders import Account, AccountUnknown
from bot.messages import Identity, Kind
from tests.fakes import telegram_updates as updates

ACCOUNT = Account(123456789, "rahbar_test_bot")


def said(words: str, **others: Any) -> dict[str, Any]:
    return {"update_id": 1, **updates.text(words, chat=updates.group(), **others)}


def one(update: dict[str, Any]) -> Any:
    (event,) = read_update(update, ACCOUNT)
    return event


@pytest.mark.parametrize(
    "words", ["good morning all", "mail me@rahbar_test_bot.pk", "/help@other_bot"]
)
def test_talk_among_people_is_ignored(words: str) -> None:
    assert read_update(said(words), ACCOUNT) == []


@pytest.mark.parametrize(
    "words", ["@rahbar_test_bot, loans for a shop", "loans for a shop @Rahbar_Test_Bot"]
)
def test_a_mention_is_answered_and_taken_away(words: str) -> None:
    assert one(said(words)).text == "loans for a shop"


def test_a_mention_in_a_caption_counts() -> None:
    media = updates.CONTENTS["photo"] | {"caption": "@rahbar_test_bot see this"}
    event = one({"update_id": 1, **updates.update(chat=updates.group(), **media)})
    assert (event.kind, event.text) == (Kind.MEDIA, "see this")


@pytest.mark.parametrize("words", ["/help", "/help@rahbar_test_bot"])
def test_a_command_is_answered(words: str) -> None:
    assert one(said(words)).kind is Kind.COMMAND


def test_a_reply_to_the_bot_is_answered() -> None:
    answered = updates.message(text="Which one?") | {"from": updates.BOT}
    assert one(said("the first", reply_to_message=answered)).text == "the first"
    elsewhere = updates.message(text="Which one?", number=9)
    assert read_update(said("the first", reply_to_message=elsewhere), ACCOUNT) == []


def test_the_conversation_is_that_of_the_group() -> None:
    sender = one(said("/help")).sender
    assert sender.identities == (Identity("chat", "-100500"),)
    assert (sender.address, sender.name) == ("-100500", "Traders of Lahore")


def test_an_administrator_who_hides_behind_the_group_is_answered() -> None:
    hidden = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    update = said("/help", sender_chat=updates.group())
    update["message"]["from"] = hidden
    assert one(update).kind is Kind.COMMAND


def test_a_channels_post_in_its_group_is_ignored() -> None:
    assert read_update(said("/help", is_automatic_forward=True), ACCOUNT) == []


@pytest.mark.parametrize(
    "update",
    [
        updates.update(chat={"id": -5, "type": "group", "title": "T"}, migrate_to_chat_id=-1005),
        updates.update(chat=updates.group(-1005), migrate_from_chat_id=-5),
    ],
)
def test_a_group_that_became_a_supergroup_moves(update: dict[str, Any]) -> None:
    event = one({"update_id": 1, **update})
    expected = Moved("telegram", Identity("chat", "-5"), (Identity("chat", "-1005"),), "-1005")
    assert event == expected


def test_while_the_bots_name_is_unknown_a_groups_message_waits() -> None:
    with pytest.raises(AccountUnknown):
        read_update(said("@rahbar_test_bot loans"), None)
    assert read_update({"update_id": 1, **updates.text("loans")}, None)
