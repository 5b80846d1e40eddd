"""Who sent what, in batches that repeat, mix and hold poison."""

import asyncio
import random
from typing import Any

import pytest
from fakes.whatsapp_payloads import PHONE_ID, encoded, text, update, value

from bot.channels.events import Garbled
from bot.channels.whatsapp.parsing import events_of
from bot.messages import Identity, Incoming, Kind

PHONE = "923001234567"
USER_ID = "PK.13491208655302741918"


def events(*values: Any, **fields: Any) -> list[Any]:
    return events_of(encoded(update(*values, **fields)), PHONE_ID)


def only(sent: dict[str, Any], **fields: Any) -> Any:
    (event,) = events(value(messages=[sent], **fields))
    return event


def test_a_text_comes_with_its_writer() -> None:
    sent = text("  قرضہ چاہیے\x00 ")
    incoming = only(sent, user_id=USER_ID)
    assert isinstance(incoming, Incoming)
    assert (incoming.kind, incoming.text, incoming.external_id) == (
        Kind.TEXT,
        "قرضہ چاہیے",
        sent["id"],
    )
    assert incoming.sender.identities == (Identity("phone", PHONE), Identity("user_id", USER_ID))
    assert (incoming.sender.address, incoming.sender.name) == (PHONE, "Ayesha")


def test_a_person_without_a_number_is_known_by_user_id() -> None:
    incoming = only(text("Salam", None, from_user_id=USER_ID), user_id=USER_ID)
    assert incoming.sender.identities == (Identity("user_id", USER_ID),)
    assert incoming.sender.address == USER_ID


def test_a_person_who_gains_a_number_keeps_the_user_id() -> None:
    later = only(text("Salam", PHONE, from_user_id=USER_ID))
    assert later.sender.identities == (Identity("phone", PHONE), Identity("user_id", USER_ID))


def test_contacts_of_a_batch_are_not_mixed_up() -> None:
    two = value(messages=[text("a", "923001111111"), text("b", "923002222222")])
    two["contacts"][0] |= {"user_id": "PK.1", "profile": {"name": "Ali"}}
    two["contacts"][1] |= {"user_id": "PK.2", "profile": {"name": "Bano"}}
    two["contacts"].reverse()
    names = [(event.sender.name, event.sender.identities[1].value) for event in events(two)]
    assert names == [("Ali", "PK.1"), ("Bano", "PK.2")]


def test_a_contact_of_somebody_else_lends_no_identity() -> None:
    alone = value(messages=[text("a", "923001111111")])
    alone["contacts"] = [{"wa_id": "923009999999", "user_id": "PK.9", "profile": {"name": "No"}}]
    (incoming,) = events(alone)
    assert incoming.sender.identities == (Identity("phone", "923001111111"),)
    assert incoming.sender.name is None


def test_a_poison_message_harms_none_of_its_49_neighbours() -> None:
    batch: list[Any] = [text(f"message {number}") for number in range(49)]
    batch.insert(20, {"type": "text", "text": {"body": "no id and no sender"}})
    read = events(value(messages=batch))
    texts = [event.text for event in read if isinstance(event, Incoming)]
    assert texts == [f"message {number}" for number in range(49)]
    (dead,) = [event for event in read if isinstance(event, Garbled)]
    assert "no id and no sender" in dead.body


@pytest.mark.parametrize("poison", [None, 5, "x", [], {}, {"id": "wamid.1"}, {"id": "a b"}])
def test_each_kind_of_poison_is_one_dead_letter(poison: Any) -> None:
    read = events(value(messages=[text("before"), poison, text("after")]))
    assert [type(event) for event in read] == [Incoming, Garbled, Incoming]


def test_every_entry_change_and_list_is_read() -> None:
    one = update(value(messages=[text("1"), text("2")]), value(messages=[text("3")]))
    one["entry"].append(update(value(messages=[text("4")]))["entry"][0])
    read = events_of(encoded(one), PHONE_ID)
    assert [event.text for event in read] == ["1", "2", "3", "4"]


def test_a_thousand_messages_of_one_batch_are_read() -> None:
    batch = [text(str(number)) for number in range(1000)]
    assert len(events(value(messages=batch))) == 1000


def test_other_numbers_fields_objects_and_groups_are_passed_over() -> None:
    assert events(value(messages=[text("x", group_id="Y2FwaV9ncm91cA")])) == []
    assert events(value(messages=[text("x")], phone_id="999")) == []
    assert events(value(messages=[text("x")]), field="message_template_status_update") == []
    assert events_of(encoded({"object": "page", "entry": []}), PHONE_ID) == []


async def test_replays_and_shuffles_keep_the_id_of_each_message(post: Any, desk: Any) -> None:
    sent = [text(str(number)) for number in range(10)]
    updates = [update(value(messages=[each])) for each in sent] * 5
    random.Random(7).shuffle(updates)
    await asyncio.gather(*(post(each) for each in updates))
    told = {(event.external_id, event.text) for event in desk.events}
    assert told == {(each["id"], each["text"]["body"]) for each in sent}
    assert len(desk.events) == 50
