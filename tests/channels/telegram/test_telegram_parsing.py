"""Updates become events; nothing that Telegram could send is an exception."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.events import Edited, Event, Garbled, Moved, Reachability, Receipt
from bot.channels.telegram.parsing import read_body, read_update
from bot.channels.telegram.senders import Account
from bot.messages import Identity, Incoming, Kind
from tests.fakes import telegram_updates as updates

ACCOUNT = Account(123456789, "rahbar_test_bot")
EVENTS = (Incoming, Edited, Reachability, Moved, Receipt, Garbled)


def read(update: dict[str, Any]) -> list[Event]:
    return read_update({"update_id": 9, **update}, ACCOUNT)


def one(update: dict[str, Any]) -> Any:
    (event,) = read(update)
    return event


SAMPLES = [
    *(updates.update(**content) for content in updates.CONTENTS.values()),
    *(updates.update("edited_message", **content) for content in updates.CONTENTS.values()),
    updates.press("ref:abc"),
    updates.membership("kicked"),
    updates.reaction("👍"),
    updates.text("@rahbar_test_bot loans", chat=updates.group()),
    updates.update(chat=updates.group(), migrate_to_chat_id=-1005),
]


def paths(tree: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = tree.items() if isinstance(tree, dict) else enumerate(tree)
    found = []
    for key, value in items:
        found.append((*at, key))
        if isinstance(value, dict | list):
            found += paths(value, (*at, key))
    return found


@given(st.data())
def test_any_field_may_be_missing_or_strange(data: st.DataObject) -> None:
    update = {"update_id": 9, **copy.deepcopy(data.draw(st.sampled_from(SAMPLES)))}
    for _ in range(data.draw(st.integers(1, 3))):
        *way, last = data.draw(st.sampled_from(paths(update)) if paths(update) else st.just((0,)))
        place: Any = update
        for step in way:
            place = place[step]
        if data.draw(st.booleans()):
            place.pop(last, None) if isinstance(place, dict) else place.pop()
        else:
            place[last] = data.draw(st.sampled_from([None, 5, "x", [], {}, [None], "\x00"]))
    events = read_update(update, ACCOUNT)
    assert all(isinstance(event, EVENTS) for event in events)
    assert all(event.text for event in events if isinstance(event, Incoming))


@given(st.binary() | st.sampled_from([b"[" * 100_000, b"[]", b"5", b"null", b'"\\ud800"']))
def test_any_body_is_read_or_garbled(body: bytes) -> None:
    events, _ = read_body(body, ACCOUNT)
    assert all(isinstance(event, Garbled) for event in events)
    assert all("\x00" not in event.body for event in events if isinstance(event, Garbled))


def test_a_garbled_update_keeps_what_came() -> None:
    event = one({"message": {"message_id": 5}})
    assert json.loads(event.body)["message"] == {"message_id": 5}


def test_text_tells_the_person_and_their_language() -> None:
    event = one(updates.text("  qarza\x00 chahiye "))
    assert (event.text, event.kind) == ("qarza chahiye", Kind.TEXT)
    assert event.sender.identities == (Identity("user", "7"),)
    assert (event.sender.address, event.sender.name) == ("7", "Ayesha Khan")
    assert event.sender.language == "en"


@pytest.mark.parametrize(
    ("code", "language"),
    [("ur", "ur"), ("ur-PK", "ur"), ("en-GB", "en"), ("de", None), (None, None)],
)
def test_only_our_languages_are_told(code: str | None, language: str | None) -> None:
    update = updates.text("hello")
    update["message"]["from"]["language_code"] = code
    assert one(update).sender.language == language


def test_the_id_of_a_message_is_stable() -> None:
    update = updates.text("hello")
    assert one(update).external_id == one(update).external_id
    assert one(update).external_id == f"message:{update['message']['message_id']}"


@pytest.mark.parametrize(
    ("name", "kind", "mime"),
    [
        ("voice", "voice", "audio/ogg"),
        ("audio", "audio", "audio/mpeg"),
        ("video", "video", "video/mp4"),
        ("video_note", "video", "video/mp4"),
        ("animation", "video", "video/mp4"),
        ("photo", "image", "image/jpeg"),
        ("document", "document", "application/pdf"),
    ],
)
def test_files_are_media(name: str, kind: str, mime: str) -> None:
    event = one(updates.update(**updates.CONTENTS[name]))
    assert (event.kind, event.content["kind"], event.content["mime"]) == (Kind.MEDIA, kind, mime)
    assert (event.content["provider_id"], event.content["size"]) == ("FILE", 4321)


def test_a_caption_is_the_text_of_its_file() -> None:
    assert one(updates.update(**updates.CONTENTS["video"])).text == "my shop"
    assert one(updates.update(**updates.CONTENTS["voice"])).text == "🎤"


@pytest.mark.parametrize("name", ["location", "venue", "live_location"])
def test_places_are_locations(name: str) -> None:
    event = one(updates.update(**updates.CONTENTS[name]))
    assert event.kind is Kind.LOCATION
    assert event.content == {"latitude": 31.5204, "longitude": 74.3587}


@pytest.mark.parametrize("number", ["923001234567", "+923001234567", "03001234567"])
def test_an_own_number_is_taken(number: str) -> None:
    event = one(updates.update(contact={"phone_number": number, "first_name": "A", "user_id": 7}))
    assert (event.kind, event.content) == (Kind.CONTACT, {"phone": "+923001234567"})


@pytest.mark.parametrize("user_id", [8, None])
def test_a_contact_of_somebody_else_is_not_taken(user_id: int | None) -> None:
    contact = {"phone_number": "923001234567", "first_name": "A", "user_id": user_id}
    event = one(updates.update(contact=contact))
    assert (event.kind, event.content) == (Kind.OTHER, {"type": "foreign_contact"})


@pytest.mark.parametrize("name", ["sticker", "dice"])
def test_what_cannot_be_read_is_told_by_its_type(name: str) -> None:
    event = one(updates.update(**updates.CONTENTS[name]))
    assert (event.kind, event.content) == (Kind.OTHER, {"type": name})


def test_a_kind_of_message_that_is_newer_than_we_are_is_answered_too() -> None:
    event = one(updates.update(hologram={"file_id": "x"}))
    assert (event.kind, event.content) == (Kind.OTHER, {"type": "unknown"})


def test_an_edit_names_the_message_that_it_changes() -> None:
    update = updates.update("edited_message", text="loan, not loon")
    event = one(update)
    assert isinstance(event, Edited)
    number = update["edited_message"]["message_id"]
    assert (event.external_id, event.text) == (f"message:{number}", "loan, not loon")


def test_a_live_location_that_moves_on_is_no_edit() -> None:
    assert read(updates.update("edited_message", **updates.CONTENTS["live_location"])) == []


@pytest.mark.parametrize(("status", "is_blocked"), [("kicked", True), ("member", False)])
def test_blocking_is_told(status: str, is_blocked: bool) -> None:
    event = one(updates.membership(status))
    assert isinstance(event, Reachability)
    assert event.is_blocked is is_blocked


def test_a_reaction_wants_no_answer() -> None:
    event = one(updates.reaction("👍"))
    assert (event.kind, event.text) == (Kind.SILENT, "👍")
    assert read(updates.reaction(None)) == []


@pytest.mark.parametrize(
    "update",
    [
        {"channel_post": updates.message(chat={"id": -5, "type": "channel", "title": "News"})},
        {"unheard_of": {"id": 1}},
        updates.update(pinned_message=updates.message(text="x")),
        updates.update(new_chat_members=[updates.person(9)]),
        updates.update(text="hello")
        | {"message": updates.message(text="x") | {"from": updates.BOT}},
        updates.press(None),
    ],
)
def test_what_is_not_for_us_is_ignored(update: dict[str, Any]) -> None:
    assert read(update) == []
