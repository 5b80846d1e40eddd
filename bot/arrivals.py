"""What a stored message brings about beside its answer."""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import Incoming, Kind, Question
from bot.tables import (
    HELD,
    OPEN,
    OUT,
    PENDING,
    Conversation,
    Media,
    Message,
    conversation_table,
    message_table,
)

#: A button that is tapped again while its answer is on the way, or just after, counts once.
_SAME_TAP: Final = timedelta(seconds=3)


async def expect_file(connection: AsyncConnection, question: Question) -> None:
    """Note the file of a message, which is fetched from the provider later."""
    file = question.content or {}
    await connection.execute(
        insert(Media).values(
            message_id=question.id,
            channel=question.channel,
            kind=file["kind"],
            provider_id=file["provider_id"],
            mime=file.get("mime"),
            name=(file.get("name") or "")[:200] or None,
            size=file.get("size"),
            attempts=0,
            due_at=question.at,
            created_at=question.at,
        )
    )


async def free_held(connection: AsyncConnection, conversation_id: str, at: datetime) -> None:
    """Let answers go that waited for the person to write again."""
    freed = await connection.execute(
        update(message_table)
        .where(
            Message.conversation_id == conversation_id,
            Message.direction == OUT,
            Message.status == HELD,
        )
        .values(status=PENDING)
    )
    if freed.rowcount:
        await connection.execute(
            update(conversation_table).where(Conversation.id == conversation_id).values(send_due=at)
        )


async def is_same_tap(
    connection: AsyncConnection, conversation_id: str, incoming: Incoming, at: datetime
) -> bool:
    """Whether this press is a tap too many."""
    if incoming.pressed_on is None:
        return False
    newest = (
        select(Message.kind, Message.status, Message.content, Message.created_at)
        .where(Message.conversation_id == conversation_id)
        .order_by(Message.position.desc())
        .limit(4)
    )
    return any(
        row.kind == Kind.PRESS
        and (row.content or {}).get("reference") == incoming.reference
        and (row.status in OPEN or at - row.created_at < _SAME_TAP)
        for row in await connection.execute(newest)
    )


def content_of(incoming: Incoming) -> dict[str, Any] | None:
    """What came beside the words, with the place of a press."""
    content = dict(incoming.content or {})
    if incoming.pressed_on is not None:
        content |= {"pressed_on": incoming.pressed_on, "reference": incoming.reference}
    return content or None
