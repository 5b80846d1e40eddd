"""How far a member of staff has read a conversation, and how much of it is new to them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import and_, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from bot.tables import IN, message_table
from bot.tables.reading import reading_table

_INSERTS: Final[dict[str, Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
_message, _reading = message_table.c, reading_table.c


async def read_up_to(
    connection: AsyncConnection, conversation_id: str, staff_id: int, position: int, at: datetime
) -> None:
    """Note that a member has had everything up to a position on the screen; never less."""
    statement = _INSERTS[connection.dialect.name](reading_table).values(
        conversation_id=conversation_id, staff_id=staff_id, position=position, at=at
    )
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=[_reading.conversation_id, _reading.staff_id],
            set_={"position": position, "at": at},
            where=_reading.position < position,
        )
    )


async def unread(
    session: AsyncSession, conversation_ids: Sequence[str], staff_id: int
) -> Mapping[str, int]:
    """How many messages of the person a member has not seen; conversations without any are left
    out."""
    of_member = and_(
        _reading.conversation_id == _message.conversation_id, _reading.staff_id == staff_id
    )
    statement = (
        select(_message.conversation_id, func.count())
        .outerjoin(reading_table, of_member)
        .where(
            _message.conversation_id.in_(conversation_ids),
            _message.direction == IN,
            _message.position > func.coalesce(_reading.position, 0),
        )
        .group_by(_message.conversation_id)
    )
    return {row[0]: row[1] for row in await session.execute(statement)}
