"""What became of each part of a message: written before and after every call of a provider."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import case, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.channels.errors import SendError
from bot.channels.events import Failure, Receipt
from bot.sending import queue
from bot.store import Store
from bot.tables import (
    DEAD,
    HELD,
    PENDING,
    Conversation,
    Delivery,
    DeliveryStatus,
    conversation_table,
    delivery_table,
    message_table,
    now,
)

_TAG: Final = "rahbar:"
_ENDS: Final = {
    Failure.FINAL: DEAD,
    Failure.RETRY: PENDING,
    Failure.STOP: PENDING,
    Failure.WINDOW: HELD,
}
_RANK: Final = {
    DeliveryStatus.WAITING: 0,
    DeliveryStatus.SENDING: 1,
    DeliveryStatus.SENT: 2,
    DeliveryStatus.DELIVERED: 3,
    DeliveryStatus.READ: 4,
}


def tag_of(delivery_id: int) -> str:
    """Our mark on a part, which some providers give back with its receipts."""
    return f"{_TAG}{delivery_id}"


async def of_message(store: Store, message_id: int) -> Mapping[int, Delivery]:
    """What is known of a message's parts, by their number."""
    async with store.read() as session:
        rows = await session.scalars(select(Delivery).where(Delivery.message_id == message_id))
        return {row.part: row for row in rows}


async def begin(connection: AsyncConnection, message_id: int, part: int, known: int | None) -> int:
    """Note, before the provider is called, that it may have been; gives the delivery's number."""
    if known is None:
        values = {
            "message_id": message_id,
            "part": part,
            "status": DeliveryStatus.SENDING,
            "attempts": 1,
            "attempted_at": now(),
        }
        added = await connection.execute(
            delivery_table.insert().values(values).returning(delivery_table.c.id)
        )
        number: int = added.scalar_one()
        return number
    await connection.execute(
        update(delivery_table)
        .where(delivery_table.c.id == known)
        .values(
            status=DeliveryStatus.SENDING,
            attempts=delivery_table.c.attempts + 1,
            attempted_at=now(),
        )
    )
    return known


async def sent(connection: AsyncConnection, delivery_id: int, provider_id: str) -> None:
    """The provider has taken it. A receipt may have come before its answer."""
    column = delivery_table.c
    before = column.status.in_((DeliveryStatus.WAITING, DeliveryStatus.SENDING))
    await connection.execute(
        update(delivery_table)
        .where(column.id == delivery_id)
        .values(
            status=case((before, DeliveryStatus.SENT), else_=column.status),
            provider_id=provider_id,
            sent_at=case((column.sent_at.is_(None), now()), else_=column.sent_at),
            error_code=None,
            error=None,
        )
    )


async def failed(
    connection: AsyncConnection, delivery_id: int, error: SendError, status: DeliveryStatus
) -> None:
    """The try did not succeed; `status` says what that means."""
    await connection.execute(
        update(delivery_table)
        .where(delivery_table.c.id == delivery_id)
        .values(status=status, error_code=error.code[:40], error=error.reason[:300])
    )


async def note(connection: AsyncConnection, receipt: Receipt) -> bool:
    """Take a receipt in; a late or repeated one changes nothing. False: not of our messages."""
    row = (await connection.execute(_find(receipt))).one_or_none()
    if row is None:
        return False
    if receipt.status == DeliveryStatus.FAILED:
        await _note_failure(connection, row, receipt)
        return True
    status = DeliveryStatus(receipt.status)
    values: dict[str, Any] = {"provider_id": receipt.provider_id}
    if _RANK[status] > _RANK.get(DeliveryStatus(row.status), 0):
        values["status"] = status
    time = f"{status}_at"
    if getattr(row, time) is None:
        values[time] = receipt.at
    await connection.execute(
        update(delivery_table).where(delivery_table.c.id == row.id).values(**values)
    )
    if row.status in (DeliveryStatus.SENDING, DeliveryStatus.WAITING):
        # We were not sure that it went out; now we are, and what stands behind it may go.
        await _send_again(connection, row.message_id)
    return True


def _find(receipt: Receipt) -> Any:
    column = delivery_table.c
    if receipt.tag and receipt.tag.startswith(_TAG) and receipt.tag[len(_TAG) :].isdigit():
        return select(delivery_table).where(column.id == int(receipt.tag[len(_TAG) :]))
    return select(delivery_table).where(column.provider_id == receipt.provider_id)


async def _note_failure(connection: AsyncConnection, row: Any, receipt: Receipt) -> None:
    """The provider took a message and could not bring it to the person."""
    if row.status in (DeliveryStatus.DELIVERED, DeliveryStatus.READ, DeliveryStatus.FAILED):
        return
    again = receipt.failure is not Failure.FINAL
    await connection.execute(
        update(delivery_table)
        .where(delivery_table.c.id == row.id)
        .values(
            status=DeliveryStatus.WAITING if again else DeliveryStatus.FAILED,
            provider_id=receipt.provider_id,
            error_code=(receipt.error_code or "")[:40] or None,
            error=(receipt.error or "")[:300] or None,
        )
    )
    await queue.settle(connection, row.message_id, _ENDS[receipt.failure])
    if again:
        await _send_again(connection, row.message_id)


async def _send_again(connection: AsyncConnection, message_id: int) -> None:
    """Let the sender look at the conversation; a dead letter that did arrive is none any more."""
    await connection.execute(
        update(message_table)
        .where(message_table.c.id == message_id, message_table.c.status == DEAD)
        .values(status=PENDING)
    )
    of_it = (
        select(message_table.c.conversation_id)
        .where(message_table.c.id == message_id)
        .scalar_subquery()
    )
    await connection.execute(
        update(conversation_table).where(Conversation.id == of_it).values(send_due=now())
    )
