"""What a conversation is about, from the details that the engine left on its messages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.handoff.routing import Subject
from bot.tables import IN, message_table
from programmes.models import City, Programme

#: Enough to see what it is about, not so much that last week decides.
_LOOKED_AT: Final = 40
#: Intents that steer the conversation and say nothing about its subject.
_STEERING: Final = frozenset(
    {
        *("greet", "goodbye", "thank", "affirm", "deny", "bot_challenge", "ask_help"),
        *("change_language", "repeat", "cancel", "show_more", "talk_to_human", "abuse"),
        *("inform", "nlu_fallback", "give_feedback"),
    }
)

_message = message_table.c


@dataclass(frozen=True, slots=True)
class Said:
    """One message of the history."""

    position: int
    direction: str
    author: str
    text: str
    at: datetime
    details: Mapping[str, Any]

    @property
    def intent(self) -> str | None:
        """What the person wanted with it, if it tells what the conversation is about."""
        intent = self.details.get("intent")
        return str(intent) if intent and intent not in _STEERING else None


async def said(connection: AsyncConnection, conversation_id: str) -> Sequence[Said]:
    """The last messages, the oldest first."""
    statement = (
        select(
            *(_message.position, _message.direction, _message.author),
            *(_message.text, _message.created_at, _message.details),
        )
        .where(_message.conversation_id == conversation_id)
        .order_by(_message.position.desc())
        .limit(_LOOKED_AT)
    )
    rows = (await connection.execute(statement)).all()
    return [
        Said(row.position, row.direction, row.author, row.text, row.created_at, row.details or {})
        for row in reversed(rows)
    ]


def subject_of(history: Iterable[Said]) -> Subject:
    """The newest of each thing that was named."""
    newest = [each for each in reversed(list(history)) if each.direction == IN]
    return Subject(
        intent=next((each.intent for each in newest if each.intent), None),
        topics=_named(newest, "topic", "topics")[:1],
        programme=next(iter(_named(newest, "programme", "programmes")), None),
        segment=next(iter(_named(newest, "segment")), None),
        province=next(iter(_named(newest, "province")), None),
        city=next(iter(_named(newest, "city")), None),
    )


def programmes_in(history: Iterable[Said]) -> tuple[str, ...]:
    """All programmes that were talked about, the newest first."""
    return _named(reversed(list(history)), "programme", "programmes")


async def completed(connection: AsyncConnection, subject: Subject) -> Subject:
    """Add the city's province and the programme's topics, which the database knows."""
    if subject.province is None and subject.city is not None:
        province = select(City.province).where(City.name == subject.city)
        found = (await connection.execute(province)).scalar_one_or_none()
        subject = replace(subject, province=found)
    if subject.programme is not None:
        topics = select(Programme.topics).where(Programme.id == subject.programme)
        known = (await connection.execute(topics)).scalar_one_or_none() or ()
        subject = replace(subject, topics=tuple(dict.fromkeys((*subject.topics, *known))))
    return subject


def _named(history: Iterable[Said], *keys: str) -> tuple[str, ...]:
    found: list[str] = []
    for each in history:
        for key in keys:
            value = each.details.get(key)
            found += [str(one) for one in (value if isinstance(value, list) else [value]) if one]
    return tuple(dict.fromkeys(found))
