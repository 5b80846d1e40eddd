"""Messages that could not be sent, for people to look at and to send again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select, update

from bot.store import Store
from bot.tables import (
    DEAD,
    OUT,
    PENDING,
    Conversation,
    Delivery,
    DeliveryStatus,
    Message,
    conversation_table,
    delivery_table,
    message_table,
    now,
)


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """One message that was given up."""

    id: int
    conversation_id: str
    channel: str
    text: str
    written_at: datetime
    code: str | None
    reason: str | None
    attempts: int
    is_unsure: bool
    """Perhaps the person has it: the connection broke, and the provider did not tell."""


async def dead_letters(store: Store, limit: int = 100) -> list[DeadLetter]:
    """The newest dead letters, oldest first."""
    last = (
        select(func.max(Delivery.id))
        .where(
            Delivery.message_id == Message.id,
            Delivery.status.in_((DeliveryStatus.FAILED, DeliveryStatus.SENDING)),
        )
        .correlate(Message)
        .scalar_subquery()
    )
    statement = (
        select(Message, Conversation.channel, Delivery)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .outerjoin(Delivery, and_(Delivery.message_id == Message.id, Delivery.id == last))
        .where(Message.direction == OUT, Message.status == DEAD)
        .order_by(Message.id.desc())
        .limit(limit)
    )
    async with store.read() as session:
        rows = (await session.execute(statement)).all()
    return [_letter(message, channel, delivery) for message, channel, delivery in reversed(rows)]


async def count(store: Store) -> int:
    """How many dead letters there are."""
    async with store.read() as session:
        statement = select(func.count()).where(Message.direction == OUT, Message.status == DEAD)
        return await session.scalar(statement) or 0


async def retry(store: Store, numbers: Sequence[int]) -> int:
    """Put dead letters back into the outbox; how many there were. Their conversations are due."""
    column = message_table.c
    async with store.write() as connection:
        again = await connection.execute(
            update(message_table)
            .where(column.id.in_(numbers), column.direction == OUT, column.status == DEAD)
            .values(status=PENDING, finished_at=None)
            .returning(column.id, column.conversation_id)
        )
        rows = again.all()
        await connection.execute(
            update(delivery_table)
            .where(
                Delivery.message_id.in_([row.id for row in rows]),
                Delivery.status.in_((DeliveryStatus.FAILED, DeliveryStatus.SENDING)),
            )
            .values(status=DeliveryStatus.WAITING, attempts=0)
        )
        await connection.execute(
            update(conversation_table)
            .where(Conversation.id.in_({row.conversation_id for row in rows}))
            .values(send_due=now())
        )
    return len(rows)


def _letter(message: Message, channel: str, delivery: Delivery | None) -> DeadLetter:
    return DeadLetter(
        id=message.id,
        conversation_id=message.conversation_id,
        channel=channel,
        text=message.text,
        written_at=message.created_at,
        code=delivery.error_code if delivery else None,
        reason=delivery.error if delivery else None,
        attempts=delivery.attempts if delivery else 0,
        is_unsure=delivery is not None and delivery.status == DeliveryStatus.SENDING,
    )
