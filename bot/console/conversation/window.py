"""Whether free words reach the person now, and which templates may be sent when they do not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.channels.whatsapp import templates
from bot.handoff import ending
from bot.handoff.ownership import Ownership
from bot.handoff.words import Words
from bot.languages import DEFAULT, known
from bot.messages import BotMessage
from bot.tables.handoff import handoff_table
from programmes.models import Ticket

_WHATSAPP: Final = "whatsapp"
#: https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-messages
_WINDOW: Final = timedelta(hours=24)
#: Each of these takes one value: a reference, or the day of the question.
_BY_REFERENCE: Final = (
    templates.STAFF_REPLY,
    templates.CALLBACK_UPDATE,
    templates.CONVERSATION_CLOSED_RATING,
)
_VALUE: Final = "{{1}}"


@dataclass(frozen=True, slots=True)
class Template:
    """A template with its value, as the person will read it."""

    name: str
    language: str
    value: str
    text: str

    @property
    def content(self) -> dict[str, Any]:
        """What the outbox keeps of it for the channel."""
        template = {"name": self.name, "language": self.language, "values": [self.value]}
        return {"template": template}

    @property
    def message(self) -> BotMessage:
        """What the history shows."""
        return BotMessage(self.text)


def is_open(owned: Ownership, at: datetime) -> bool:
    """Whether the channel carries free words to the person now."""
    return ending.is_within_window(owned, at)


def closes_at(owned: Ownership) -> datetime | None:
    """When free words end; None where they never do, or the person never wrote."""
    if owned.channel != _WHATSAPP or owned.heard_at is None:
        return None
    return owned.heard_at + _WINDOW


async def offered(connection: AsyncConnection, owned: Ownership, words: Words) -> list[Template]:
    """The templates whose value is known; none on channels without templates."""
    if owned.channel != _WHATSAPP:
        return []
    language = known(owned.language) or DEFAULT
    day = words.day(owned.heard_at) if owned.heard_at else None
    reference = await _reference(connection, owned.conversation_id)
    values = [(templates.ANSWER_WAITING, day), *((name, reference) for name in _BY_REFERENCE)]
    return [_filled(name, language, value) for name, value in values if value]


def chosen(name: str, among: Sequence[Template]) -> Template | None:
    """The one of that name, if it is offered."""
    return next((each for each in among if each.name == name), None)


def _filled(name: str, language: str, value: str) -> Template:
    wordings = {
        each["language"]: each["components"][0]["text"]
        for each in templates.submissions()
        if each["name"] == name
    }
    spoken = language if language in wordings else DEFAULT
    return Template(name, spoken, value, wordings[spoken].replace(_VALUE, value))


async def _reference(connection: AsyncConnection, conversation_id: str) -> str | None:
    """What the person can quote: of the call they asked for, else of their newest request."""
    of_call = (
        select(handoff_table.c.ticket)
        .where(
            handoff_table.c.conversation_id == conversation_id,
            handoff_table.c.ticket.is_not(None),
        )
        .order_by(handoff_table.c.id.desc())
        .limit(1)
    )
    called: str | None = (await connection.execute(of_call)).scalar_one_or_none()
    if called is not None:
        return called
    newest = (
        select(Ticket.reference)
        .where(Ticket.conversation_id == conversation_id)
        .order_by(Ticket.created_at.desc())
        .limit(1)
    )
    return (await connection.execute(newest)).scalar_one_or_none()
