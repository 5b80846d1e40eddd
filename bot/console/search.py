"""Finds conversations by words, by a reference, or by a phone number."""

import re
import unicodedata
from typing import Final

from sqlalchemy import ColumnElement, and_, func, or_, select

from bot.tables import ChannelIdentity, Person, conversation_table, message_table
from bot.tables.handoff import ConversationLabel, ConversationNote, handoff_table
from programmes.models import Ticket

_conversation, _message, _handoff = conversation_table.c, message_table.c, handoff_table.c

#: What people write between the digits of a number.
_BETWEEN: Final = re.compile(r"[\s().+\-\u2010-\u2015\u2212]")
_REFERENCE: Final = re.compile(r"[A-Z]{2}-?[0-9A-Z]{5}")
#: The last digits of a number, which stay the same with and without the country's code.
_COMPARED: Final = 9
_FEWEST: Final = 7
_MOST_WORDS: Final = 6


def found_by(text: str) -> ColumnElement[bool]:
    """The condition on `conversation` that a search stands for."""
    if (digits := phone_digits(text)) is not None:
        return or_(_has_phone(digits), _says(text))
    if _REFERENCE.fullmatch(text.upper()):
        return or_(_has_reference(text.upper()), _says(text))
    words = text.split()[:_MOST_WORDS]
    return and_(*(or_(_says(word), _is_marked(word)) for word in words))


def phone_digits(text: str) -> str | None:
    """The last digits of a phone number in any script's digits; None for anything else."""
    bare = _BETWEEN.sub("", unicodedata.normalize("NFKC", text))
    if not bare.isdecimal() or len(bare) < _FEWEST:
        return None
    return "".join(str(unicodedata.decimal(digit)) for digit in bare)[-_COMPARED:]


def _has_phone(digits: str) -> ColumnElement[bool]:
    identities = select(ChannelIdentity.conversation_id).where(
        ChannelIdentity.kind == "phone", ChannelIdentity.value.endswith(digits, autoescape=True)
    )
    tickets = select(Ticket.conversation_id).where(
        Ticket.summary["phone"].as_string().endswith(digits, autoescape=True)
    )
    return or_(_conversation.id.in_(identities), _conversation.id.in_(tickets))


def _has_reference(reference: str) -> ColumnElement[bool]:
    written = reference if "-" in reference else f"{reference[:2]}-{reference[2:]}"
    tickets = select(Ticket.conversation_id).where(Ticket.reference == written)
    calls = select(_handoff.conversation_id).where(_handoff.ticket == written)
    return or_(_conversation.id.in_(tickets), _conversation.id.in_(calls))


def _says(words: str) -> ColumnElement[bool]:
    said = _message.text.icontains(words, autoescape=True)
    return _conversation.id.in_(select(_message.conversation_id).where(said))


def _is_marked(word: str) -> ColumnElement[bool]:
    """By the person's name, a label, or what staff wrote down."""
    names = select(Person.id).where(func.lower(Person.name).contains(word.lower(), autoescape=True))
    labels = select(ConversationLabel.conversation_id).where(
        ConversationLabel.label == word.lower()
    )
    notes = select(ConversationNote.conversation_id).where(
        ConversationNote.text.icontains(word, autoescape=True)
    )
    return or_(
        _conversation.person_id.in_(names),
        _conversation.id.in_(labels),
        _conversation.id.in_(notes),
    )
