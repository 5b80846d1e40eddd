"""What staff read before their first word: built from what is stored, no language model."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.handoff.ownership import Ownership
from bot.handoff.routing import Subject
from bot.handoff.subject import Said, programmes_in
from bot.tables import IN, Person, conversation_table
from programmes.models import Programme

_LAST: Final = 10
_WISHES: Final = 3
_NOT_UNDERSTOOD: Final = "nlu_fallback"


async def brief_of(
    connection: AsyncConnection, seen: Ownership, history: Sequence[Said], subject: Subject
) -> dict[str, Any]:
    """The brief as JSON; it holds the person's words, so it is shown as the conversation is."""
    return {
        "name": await _name(connection, seen.conversation_id),
        "channel": seen.channel,
        "language": seen.language,
        "city": subject.city,
        "province": subject.province,
        "segment": subject.segment,
        "topic": subject.topics[0] if subject.topics else None,
        "programmes": await _programmes(connection, programmes_in(history)),
        **told_by(history),
    }


def told_by(history: Sequence[Said]) -> dict[str, Any]:
    """What the messages themselves tell."""
    heard = [each for each in history if each.direction == IN]
    wishes = [each for each in heard if each.intent]
    lost = [each.text for each in heard if _was_lost(each)]
    failed = [one for each in heard for one in each.details.get("criteria_failed") or ()]
    return {
        "wanted": [{"intent": each.intent, "text": each.text} for each in wishes[-_WISHES:]],
        "criteria_failed": list(dict.fromkeys(map(str, failed))),
        "not_understood": lost[-_WISHES:],
        "messages": [
            {
                "position": each.position,
                "author": each.author,
                "text": each.text,
                "at": each.at.isoformat(),
            }
            for each in history[-_LAST:]
        ],
    }


def _was_lost(said: Said) -> bool:
    return said.details.get("intent") == _NOT_UNDERSTOOD or bool(said.details.get("not_understood"))


async def _name(connection: AsyncConnection, conversation_id: str) -> str | None:
    statement = (
        select(Person.name)
        .join(conversation_table, conversation_table.c.person_id == Person.id)
        .where(conversation_table.c.id == conversation_id)
    )
    name: str | None = (await connection.execute(statement)).scalar_one_or_none()
    return name


async def _programmes(connection: AsyncConnection, ids: Sequence[str]) -> list[dict[str, Any]]:
    if not ids:
        return []
    statement = select(Programme.id, Programme.short_name).where(Programme.id.in_(ids))
    names = {row.id: row.short_name for row in await connection.execute(statement)}
    return [{"id": each, "name": names[each].as_json()} for each in ids if each in names]
