"""People who change their number or their id."""

from typing import Any

from fakes.whatsapp_payloads import PHONE_ID, encoded, message, update, value

from bot.channels.events import Moved
from bot.channels.whatsapp.parsing import events_of
from bot.messages import Identity

OLD, NEW = "923001234567", "923337654321"


def told(**system: Any) -> list[Any]:
    sender = system.pop("sender", OLD)
    sent = message("system", sender, system=system)
    return events_of(encoded(update(value(messages=[sent]))), PHONE_ID)


def test_a_new_number_takes_over() -> None:
    new = (Identity("phone", NEW), Identity("user_id", "PK.2"))
    assert told(type="user_changed_number", wa_id=NEW, user_id="PK.2") == [
        Moved("whatsapp", Identity("phone", OLD), new, NEW)
    ]


def test_a_new_number_that_is_hidden_is_known_by_the_new_id() -> None:
    new = (Identity("user_id", "PK.2"),)
    assert told(type="user_changed_number", user_id="PK.2", previous_user_id="PK.1") == [
        Moved("whatsapp", Identity("phone", OLD), new, "PK.2")
    ]


def test_a_new_id_takes_over_from_the_old_one() -> None:
    new = (Identity("user_id", "PK.2"),)
    changed = {"type": "user_changed_user_id", "user_id": "PK.2", "previous_user_id": "PK.1"}
    assert told(sender=None, **changed) == [
        Moved("whatsapp", Identity("user_id", "PK.1"), new, "PK.2")
    ]


def test_a_new_id_does_not_take_a_number_away() -> None:
    changed = {"type": "user_changed_user_id", "user_id": "PK.2", "previous_user_id": "PK.1"}
    new = (Identity("phone", OLD), Identity("user_id", "PK.2"))
    assert told(**changed) == [Moved("whatsapp", Identity("user_id", "PK.1"), new, OLD)]


def test_other_news_of_a_person_say_nothing() -> None:
    assert told(type="customer_identity_changed", body="Ayesha changed") == []
    assert told(type="user_changed_number", wa_id=OLD) == []
    assert told() == []
