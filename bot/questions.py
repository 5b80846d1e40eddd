"""Stored messages read back as questions, and which of them is to be answered next."""

from typing import Any, Final

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import leases, statements
from bot.leases import Lease, Seen, Work
from bot.messages import Kind, Question
from bot.store import Store
from bot.tables import ANSWERING, IN, OPEN, Conversation, Message

_QUESTIONS: Final = (
    select(
        Message.id,
        Message.conversation_id,
        Conversation.channel,
        Message.position,
        Message.kind,
        Message.text,
        Message.external_id,
        Message.payload,
        Message.refused,
        Message.content,
        Message.attempts,
        Conversation.owner,
        Conversation.version,
        Conversation.language,
        Conversation.chosen_language,
        Conversation.address,
        Message.created_at.label("at"),
    )
    .join(Conversation, Conversation.id == Message.conversation_id)
    .where(Message.direction == IN)
)


async def by_external_id(
    store: Store, conversation_id: str, external_id: str | None
) -> Question | None:
    """The stored message of this id, or None."""
    known = _QUESTIONS.where(
        Message.conversation_id == conversation_id, Message.external_id == external_id
    )
    async with store.read() as session:
        row = (await session.execute(known)).one_or_none()
    return _question(row) if row else None


async def at(session: AsyncSession, conversation_id: str, position: int) -> Question | None:
    """The question at a position, or None."""
    there = _QUESTIONS.where(
        Message.conversation_id == conversation_id, Message.position == position
    )
    row = (await session.execute(there)).one_or_none()
    return _question(row) if row else None


async def take_next(store: Store, lease: Lease) -> Question | None:
    """The oldest question that waits, marked as being answered; None: all done, lease given back.

    None also where the lease was lost: then another desk goes on.
    """
    while True:
        seen, row = await _look(store, lease)
        if seen is None:
            return None
        async with store.write() as connection:
            if row is not None:
                values = {"message_id": row.id, "new_status": ANSWERING}
                claimed = (await connection.execute(statements.CLAIM, values)).one_or_none()
                if claimed:
                    return _question(row, claimed.attempts)
            elif await leases.finish(connection, Work.ANSWER, lease, seen):
                return None


async def _look(store: Store, lease: Lease) -> tuple[Seen | None, Row[Any] | None]:
    """How far the conversation is while the lease is held, and its oldest open row."""
    oldest = (
        _QUESTIONS.where(Message.conversation_id == lease.conversation_id, Message.status.in_(OPEN))
        .order_by(Message.position)
        .limit(1)
    )
    async with store.read() as session:
        seen = await leases.look(session, Work.ANSWER, lease)
        return seen, (await session.execute(oldest)).one_or_none()


def _question(row: Row[Any], attempts: int | None = None) -> Question:
    values = dict(row._mapping)
    values["kind"] = Kind(values["kind"])
    values["language"] = values["language"] or values["chosen_language"]
    if attempts is not None:
        values["attempts"] = attempts
    return Question(**values)
