"""What staff keep beside a conversation: notes for each other, and labels to sort by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.tables.handoff import ConversationLabel, ConversationNote
from bot.tables.staff import member_table

_LONGEST_LABEL: Final = 40


@dataclass(frozen=True, slots=True)
class Note:
    """A note with its writer's name; None where the writer has left."""

    text: str
    writer: str | None
    at: datetime


async def write_note(
    connection: AsyncConnection, conversation_id: str, text: str, staff_id: int, at: datetime
) -> None:
    """Write a note that the person never sees."""
    statement = insert(ConversationNote).values(
        conversation_id=conversation_id, text=text, staff_id=staff_id, at=at
    )
    await connection.execute(statement)


async def notes(connection: AsyncConnection, conversation_id: str) -> Sequence[Note]:
    """The notes of a conversation, the oldest first."""
    statement = (
        select(ConversationNote.text, member_table.c.name, ConversationNote.at)
        .outerjoin(member_table, member_table.c.id == ConversationNote.staff_id)
        .where(ConversationNote.conversation_id == conversation_id)
        .order_by(ConversationNote.id)
    )
    return [Note(*row) for row in await connection.execute(statement)]


async def add_label(
    connection: AsyncConnection, conversation_id: str, label: str, staff_id: int, at: datetime
) -> None:
    """Put a label on a conversation; one that is there already stays once."""
    written = written_label(label)
    await remove_label(connection, conversation_id, written)
    if written:
        statement = insert(ConversationLabel).values(
            conversation_id=conversation_id, label=written, staff_id=staff_id, at=at
        )
        await connection.execute(statement)


async def remove_label(connection: AsyncConnection, conversation_id: str, label: str) -> None:
    """Take a label away."""
    await connection.execute(
        delete(ConversationLabel).where(
            ConversationLabel.conversation_id == conversation_id,
            ConversationLabel.label == written_label(label),
        )
    )


async def labels(connection: AsyncConnection, conversation_id: str) -> Sequence[str]:
    """The labels of a conversation."""
    statement = (
        select(ConversationLabel.label)
        .where(ConversationLabel.conversation_id == conversation_id)
        .order_by(ConversationLabel.label)
    )
    return (await connection.execute(statement)).scalars().all()


def written_label(typed: str) -> str:
    """A label as it is kept: small letters, single spaces, at most 40 characters."""
    return " ".join(typed.lower().split())[:_LONGEST_LABEL].strip()
