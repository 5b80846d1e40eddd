"""What staff settled, told to the engine with the next message that it answers."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from bot.tables.handoff import handoff_table

_handoff = handoff_table.c

#: The key of the metadata.
HANDOFF: Final = "handoff"


async def for_engine(
    database: AsyncConnection | AsyncSession, conversation_id: str
) -> dict[str, Any] | None:
    """`{"handoff": {"summary": ..., "settled": {...}}}` until the engine was told, else None."""
    statement = (
        select(_handoff.summary, _handoff.settled)
        .where(*_untold(conversation_id))
        .order_by(_handoff.id.desc())
        .limit(1)
    )
    row = (await database.execute(statement)).one_or_none()
    if row is None:
        return None
    return {HANDOFF: {"summary": row.summary, "settled": row.settled or {}}}


async def engine_was_told(connection: AsyncConnection, conversation_id: str, at: datetime) -> None:
    """To be said in the transaction that stores the engine's answer."""
    statement = update(handoff_table).where(*_untold(conversation_id))
    await connection.execute(statement.values(engine_told_at=at))


def _untold(conversation_id: str) -> tuple[Any, ...]:
    return (
        _handoff.conversation_id == conversation_id,
        _handoff.ended_at.is_not(None),
        _handoff.claimed_at.is_not(None),
        _handoff.engine_told_at.is_(None),
    )
