"""What is to be sent next in a conversation, and how it ended."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import leases
from bot.leases import Lease, Work
from bot.messages import BotMessage, Button
from bot.store import Store
from bot.tables import (
    CANCELLED,
    DEAD,
    HELD,
    OUT,
    PENDING,
    SENT,
    ChannelIdentity,
    Conversation,
    Message,
    conversation_table,
    message_table,
    now,
)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message of the outbox that is to be sent."""

    id: int
    conversation_id: str
    channel: str
    position: int
    address: str
    message: BotMessage
    edit_of: str | None
    template: dict[str, Any] | None
    """A WhatsApp template in place of the text: `{"name": ..., "language": ..., "values": [...]}`."""
    created_at: datetime
    heard_at: datetime | None
    is_blocked: bool
    is_last: bool
    """Nothing stands behind it in the conversation."""


_PENDING: Final = (
    select(
        Message.id,
        Message.conversation_id,
        Message.position,
        Message.text,
        Message.buttons,
        Message.content,
        Message.created_at,
        Conversation.channel,
        Conversation.address,
        Conversation.heard_at,
        Conversation.blocked_at,
        Conversation.last_position,
    )
    .join(Conversation, Conversation.id == Message.conversation_id)
    .where(Message.direction == OUT, Message.status == PENDING)
    .order_by(Message.position)
    .limit(1)
)


async def take_next(store: Store, lease: Lease) -> Outgoing | None:
    """The first message to be sent; None: all is sent and the lease given back, or it was lost."""
    while True:
        async with store.read() as session:
            seen = await leases.look(session, Work.SEND, lease)
            row = (
                await session.execute(
                    _PENDING.where(Message.conversation_id == lease.conversation_id)
                )
            ).one_or_none()
        if seen is None:
            return None
        if row is not None:
            return _outgoing(row)
        async with store.write() as connection:
            if await leases.finish(connection, Work.SEND, lease, seen):
                return None


def _outgoing(row: Any) -> Outgoing:
    content = row.content or {}
    buttons = tuple(Button(one["title"], one["payload"]) for one in row.buttons or ())
    return Outgoing(
        id=row.id,
        conversation_id=row.conversation_id,
        channel=row.channel,
        position=row.position,
        address=row.address,
        message=BotMessage(row.text, buttons),
        edit_of=content.get("edit_of"),
        template=content.get("template"),
        created_at=row.created_at,
        heard_at=row.heard_at,
        is_blocked=row.blocked_at is not None,
        is_last=row.last_position == row.position,
    )


async def settle(connection: AsyncConnection, message_id: int, status: str) -> None:
    """Say how a message ended: sent, dead, held."""
    await connection.execute(
        update(message_table)
        .where(Message.id == message_id)
        .values(status=status, finished_at=now() if status in (SENT, DEAD) else None)
    )


async def cancel_all(connection: AsyncConnection, conversation_id: str) -> None:
    """The person cannot be reached: nothing that waits for them will be sent."""
    at = now()
    await connection.execute(
        update(message_table)
        .where(
            Message.conversation_id == conversation_id,
            Message.direction == OUT,
            Message.status.in_((PENDING, HELD)),
        )
        .values(status=CANCELLED, finished_at=at)
    )
    await connection.execute(
        update(conversation_table)
        .where(Conversation.id == conversation_id)
        .values(blocked_at=func.coalesce(Conversation.blocked_at, at))
    )


async def readdress(
    connection: AsyncConnection, conversation_id: str, address: str, kind: str
) -> None:
    """Send to another address from now on, and know the person under it."""
    await connection.execute(
        update(conversation_table).where(Conversation.id == conversation_id).values(address=address)
    )
    row = (
        await connection.execute(
            select(ChannelIdentity).where(ChannelIdentity.conversation_id == conversation_id)
        )
    ).first()
    known = await connection.scalar(
        select(ChannelIdentity.value).where(
            ChannelIdentity.conversation_id == conversation_id,
            ChannelIdentity.kind == kind,
            ChannelIdentity.value == address,
        )
    )
    if row is not None and known is None:
        await connection.execute(
            insert(ChannelIdentity).values(
                channel=row.channel,
                kind=kind,
                value=address,
                person_id=row.person_id,
                conversation_id=conversation_id,
                created_at=now(),
            )
        )


def is_within(heard_at: datetime | None, window: timedelta | None, at: datetime) -> bool:
    """Whether the channel lets us write freely at this time."""
    return window is None or (heard_at is not None and at - heard_at < window)
