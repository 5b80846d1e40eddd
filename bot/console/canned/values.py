"""What the variables of canned answers stand for in one conversation."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.console.canned.variables import NAME, PROGRAMME, REFERENCE, STAFF
from bot.tables import Person, conversation_table
from bot.tables.handoff import handoff_table
from programmes.models import Programme, Ticket

_handoff = handoff_table.c


async def values_in(
    connection: AsyncConnection, conversation_id: str, staff_name: str, language: str
) -> Mapping[str, str]:
    """What is known: the person's name, who answers, the last reference, the programme."""
    known = {
        NAME: await _name(connection, conversation_id),
        STAFF: staff_name,
        REFERENCE: await _reference(connection, conversation_id),
        PROGRAMME: await _programme(connection, conversation_id, language),
    }
    return {name: value for name, value in known.items() if value}


async def _name(connection: AsyncConnection, conversation_id: str) -> str | None:
    query = (
        select(Person.name)
        .join(conversation_table, conversation_table.c.person_id == Person.id)
        .where(conversation_table.c.id == conversation_id)
    )
    name: str | None = (await connection.execute(query)).scalar_one_or_none()
    return name


async def _reference(connection: AsyncConnection, conversation_id: str) -> str | None:
    query = (
        select(Ticket.reference)
        .where(Ticket.conversation_id == conversation_id)
        .order_by(Ticket.created_at.desc())
        .limit(1)
    )
    reference: str | None = (await connection.execute(query)).scalar_one_or_none()
    return reference


async def _programme(
    connection: AsyncConnection, conversation_id: str, language: str
) -> str | None:
    query = (
        select(Programme.short_name)
        .join(handoff_table, _handoff.programme == Programme.id)
        .where(_handoff.conversation_id == conversation_id)
        .order_by(_handoff.id.desc())
        .limit(1)
    )
    name = (await connection.execute(query)).scalar_one_or_none()
    return name.in_(language) if name else None
