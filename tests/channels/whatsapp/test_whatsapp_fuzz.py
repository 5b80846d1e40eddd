"""Every type of message with fields removed or replaced: never an exception, never a bad string."""

import copy
import json
from dataclasses import asdict
from typing import Any

import pytest
from fakes.whatsapp_payloads import (
    PHONE_ID,
    encoded,
    message,
    press,
    status,
    text,
    update,
    value,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.events import Edited, Garbled, Moved, Receipt
from bot.channels.whatsapp.parsing import events_of
from bot.messages import Incoming

MEDIA = {"id": "123", "mime_type": "image/png", "caption": "c", "filename": "f", "voice": True}
NEW = {"original_message_id": "wamid.9", "message": {"type": "text", "text": {"body": "n"}}}
SAMPLES = [
    text("Salam", referral={"source_id": "ad1"}),
    press("ref:AAAAAAAAAAAAAAAAAAAAAA", "Yes", "wamid.8"),
    press("ref:AAAAAAAAAAAAAAAAAAAAAA", "Row", "wamid.8", kind="list_reply"),
    message("button", button={"payload": "p", "text": "t"}, context={"id": "wamid.8"}),
    *(message(kind, **{kind: MEDIA}) for kind in ("audio", "image", "video", "document")),
    message("sticker", sticker=MEDIA),
    message("location", location={"latitude": 31.5, "longitude": 74.3, "name": "n"}),
    message("contacts", contacts=[{"phones": [{"phone": "+92 300 1234567"}]}]),
    message("reaction", reaction={"message_id": "wamid.8", "emoji": "👍"}),
    message("edit", edit=NEW),
    message("revoke", revoke={"original_message_id": "wamid.9"}),
    message("system", system={"type": "user_changed_number", "wa_id": "923337654321"}),
    message("unsupported", errors=[{"code": 131051, "title": "t"}], unsupported={"type": "gif"}),
    message("order", order={"catalog_id": "1"}),
    message("request_welcome"),
]
UPDATES = [update(value(messages=[sample], user_id="PK.1")) for sample in SAMPLES]
UPDATES.append(update(value(statuses=[status("wamid.5", "failed", "tag", 131047)])))

EVENTS = (Incoming, Edited, Moved, Receipt, Garbled)
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["\x00", "\ud800", "a\x00b", "ref:", "x" * 5000, "\u202e", "٩٢٣٠٠"]),
    st.just([]),
    st.just({}),
    st.just([None, {}, []]),
)


def places(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every key and index of a tree."""
    pairs: Any = []
    if isinstance(tree, dict):
        pairs = tree.items()
    elif isinstance(tree, list):
        pairs = enumerate(tree)
    return [place for key, sub in pairs for place in [(*path, key), *places(sub, (*path, key))]]


def changed(tree: Any, path: tuple[Any, ...], *new: Any) -> Any:
    """A copy with one place replaced, or removed."""
    made = copy.deepcopy(tree)
    inner = made
    for key in path[:-1]:
        inner = inner[key]
    if new:
        inner[path[-1]] = new[0]
    else:
        del inner[path[-1]]
    return made


def strings(tree: Any) -> list[str]:
    if isinstance(tree, dict):
        return [text for sub in tree.values() for text in strings(sub)]
    if isinstance(tree, list | tuple):
        return [text for sub in tree for text in strings(sub)]
    return [tree] if isinstance(tree, str) else []


def check(update_given: Any) -> None:
    """Events or dead letters, and no string that a database cannot hold."""
    for event in events_of(json.dumps(update_given).encode(), PHONE_ID):
        assert isinstance(event, EVENTS)
        for each in strings(asdict(event)):
            each.encode()
            assert "\x00" not in each
        if isinstance(event, Incoming | Edited):
            assert event.text
            assert event.external_id
            assert event.sender.identities
            assert event.sender.address


@pytest.mark.parametrize("update_given", UPDATES)
def test_without_any_one_field(update_given: Any) -> None:
    for place in places(update_given):
        check(changed(update_given, place))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(UPDATES), st.data())
def test_with_odd_values_anywhere(update_given: Any, data: Any) -> None:
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.sampled_from(places(update_given) or [("entry",)]))
        update_given = changed(update_given, place, data.draw(ODD))
    check(update_given)


@settings(max_examples=100, deadline=None)
@given(st.recursive(ODD, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
def test_any_json_at_all(anything: Any) -> None:
    check(anything)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_at_all(body: bytes) -> None:
    assert all(isinstance(event, EVENTS) for event in events_of(body, PHONE_ID))


def test_json_nested_beyond_reason() -> None:
    (event,) = events_of(b"[" * 100_000 + b"]" * 100_000, PHONE_ID)
    assert isinstance(event, Garbled)


def test_a_field_nested_beyond_reason() -> None:
    deep: Any = []
    for _ in range(900):
        deep = [deep]
    check(changed(UPDATES[0], ("entry", 0, "changes", 0, "value", "messages", 0, "text"), deep))


def test_samples_are_read_whole() -> None:
    """The fuzzing starts from messages that are good."""
    kinds = [type(event) for each in UPDATES for event in events_of(encoded(each), PHONE_ID)]
    assert kinds.count(Garbled) == 0
    assert len(kinds) == len(UPDATES)
