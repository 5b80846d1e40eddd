"""What people send, and what is made of it."""

from typing import Any

import pytest
from fakes.whatsapp_payloads import (
    PHONE_ID,
    encoded,
    message,
    press,
    text,
    update,
    value,
)

from bot.channels.events import Edited
from bot.channels.whatsapp.parsing import WITHDRAWN, events_of
from bot.messages import Kind

PHONE = "923001234567"
USER_ID = "PK.13491208655302741918"


def events(*values: Any, **fields: Any) -> list[Any]:
    return events_of(encoded(update(*values, **fields)), PHONE_ID)


def only(sent: dict[str, Any], **fields: Any) -> Any:
    (event,) = events(value(messages=[sent], **fields))
    return event


@pytest.mark.parametrize("kind", ["button_reply", "list_reply"])
def test_a_chosen_button_is_a_press(kind: str) -> None:
    reference = "ref:AAAAAAAAAAAAAAAAAAAAAA"
    incoming = only(press(reference, "کاغذات", "wamid.ours", kind=kind))
    assert (incoming.kind, incoming.text, incoming.reference, incoming.pressed_on) == (
        Kind.PRESS,
        "کاغذات",
        reference,
        "wamid.ours",
    )


def test_a_templates_button_is_a_press_only_with_a_reference() -> None:
    ours = message("button", PHONE, button={"payload": "ref:A1", "text": "Read"})
    other = message("button", PHONE, button={"payload": "Read", "text": "Read"})
    assert only(ours).kind is Kind.PRESS
    assert (only(other).kind, only(other).text, only(other).reference) == (Kind.TEXT, "Read", None)


@pytest.mark.parametrize(
    ("sent", "kind", "words", "name"),
    [
        (("audio", {"id": "1", "mime_type": "audio/ogg", "voice": True}), "voice", "🎤", None),
        (("audio", {"id": "1", "mime_type": "audio/mp4", "voice": False}), "audio", "🎵", None),
        (("image", {"id": "1", "caption": "میری دکان"}), "image", "میری دکان", None),
        (("video", {"id": "1"}), "video", "🎬", None),
        (("document", {"id": "1", "filename": "ntn.pdf"}), "document", "📎", "ntn.pdf"),
    ],
)
def test_media_is_kept_for_staff(sent: Any, kind: str, words: str, name: str | None) -> None:
    incoming = only(message(sent[0], PHONE, **{sent[0]: sent[1]}))
    assert (incoming.kind, incoming.text) == (Kind.MEDIA, words)
    assert incoming.content["kind"] == kind
    assert (incoming.content["provider_id"], incoming.content["name"]) == ("1", name)


def test_a_location_in_degrees() -> None:
    place = {"latitude": 31.5204, "longitude": 74.3587, "name": "Lahore"}
    incoming = only(message("location", PHONE, location=place))
    assert (incoming.kind, incoming.text) == (Kind.LOCATION, "📍 Lahore")
    assert incoming.content == {"latitude": 31.5204, "longitude": 74.3587}


@pytest.mark.parametrize("wrong", [91, "north", None, float("nan"), True, [], "1e999"])
def test_a_location_that_is_none_is_answered_all_the_same(wrong: Any) -> None:
    incoming = only(message("location", PHONE, location={"latitude": wrong, "longitude": 1}))
    assert incoming.kind is Kind.OTHER


def test_ones_own_number_is_taken() -> None:
    shared = [{"phones": [{"phone": "+92 300 1234567", "wa_id": PHONE}]}]
    incoming = only(message("contacts", PHONE, contacts=shared))
    assert (incoming.kind, incoming.content) == (Kind.CONTACT, {"phone": f"+{PHONE}"})


@pytest.mark.parametrize("place", ["message", "contact"])
def test_a_number_given_on_request_is_taken_from_a_person_without_one(place: str) -> None:
    origin = {"origin": "contact_request"}
    shared = {"phones": [{"phone": "+92 300 1234567"}], **(origin if place == "contact" else {})}
    asked = message("contacts", None, from_user_id=USER_ID, contacts=[shared])
    incoming = only(asked | (origin if place == "message" else {}))
    assert (incoming.kind, incoming.content) == (Kind.CONTACT, {"phone": f"+{PHONE}"})


def test_a_number_of_a_person_without_one_is_not_taken_unasked() -> None:
    shared = [{"phones": [{"phone": "+92 300 1234567"}]}]
    incoming = only(
        message("contacts", None, from_user_id=USER_ID, origin="other", contacts=shared)
    )
    assert (incoming.kind, incoming.content) == (Kind.OTHER, {"type": "foreign_contact"})


@pytest.mark.parametrize(
    "shared",
    [
        [{"phones": [{"phone": "+92 333 7654321", "wa_id": "923337654321"}]}],
        [{"phones": [{"wa_id": PHONE}]}, {"phones": [{"wa_id": "923337654321"}]}],
        [{"phones": []}],
        [],
    ],
)
def test_a_forwarded_contact_is_not_taken(shared: list[Any]) -> None:
    incoming = only(message("contacts", PHONE, contacts=shared))
    assert (incoming.kind, incoming.content) == (Kind.OTHER, {"type": "foreign_contact"})


def test_a_reaction_wants_no_answer() -> None:
    liked = message("reaction", PHONE, reaction={"message_id": "wamid.x", "emoji": "👍"})
    taken_back = message("reaction", PHONE, reaction={"message_id": "wamid.x"})
    assert (only(liked).kind, only(liked).text) == (Kind.SILENT, "👍")
    assert (only(taken_back).kind, only(taken_back).text) == (Kind.SILENT, "…")
    assert only(message("sticker", PHONE, sticker={"id": "1"})).kind is Kind.SILENT


def test_what_whatsapp_does_not_support_is_told_by_its_code() -> None:
    sent = message(
        "unsupported", PHONE, unsupported={"type": "poll_creation"}, errors=[{"code": 131051}]
    )
    incoming = only(sent)
    assert incoming.kind is Kind.OTHER
    assert incoming.content == {"type": "poll_creation", "error": 131051}


@pytest.mark.parametrize("kind", ["order", "interactive", "hologram", "text", "image", 7, None])
def test_an_unknown_or_empty_message_is_other(kind: Any) -> None:
    sent = message("order", PHONE)
    sent["type"] = kind
    assert only(sent).kind is Kind.OTHER


@pytest.mark.parametrize("typed", ["/menu", "/MENU ", "/human"])
def test_our_commands_are_known(typed: str) -> None:
    incoming = only(text(typed))
    assert (incoming.kind, incoming.text) == (Kind.COMMAND, typed.strip(" /").lower())


def test_other_slashes_are_words() -> None:
    assert only(text("/restart")).kind is Kind.TEXT
    assert only(text('/greet{"cnic":"FORGED"}')).kind is Kind.TEXT


def test_the_first_opening_of_the_chat_is_a_start() -> None:
    opened = only(message("request_welcome", PHONE))
    assert (opened.kind, opened.text) == (Kind.COMMAND, "start")


def test_the_advertisement_is_the_campaign() -> None:
    assert only(text("Salam", referral={"source_id": "120210_ad"})).campaign == "120210_ad"
    assert only(text("Salam", referral={"source_id": "a b"})).campaign is None
    assert only(text("Salam", referral={"source_id": "x" * 65})).campaign is None


def test_an_edit_names_the_message_that_it_changes() -> None:
    new = {"type": "text", "text": {"body": "new words"}}
    sent = message("edit", PHONE, edit={"original_message_id": "wamid.old", "message": new})
    assert only(sent) == Edited(only(text("x")).sender, "wamid.old", "new words")
    gone = message("revoke", PHONE, revoke={"original_message_id": "wamid.old"})
    assert only(gone).text == WITHDRAWN
