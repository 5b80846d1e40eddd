"""The record of what staff did and looked at."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store import Store
from bot.tables.staff import AuditEntry, audit_table


async def record(
    connection: AsyncConnection,
    action: str,
    staff_id: int | None,
    *,
    at: datetime,
    about: tuple[str, str | int] | None = None,
    details: Mapping[str, Any] | None = None,
    address: str | None = None,
) -> None:
    """Note an action in the transaction that does it, so that neither stands without the other.

    `about` is kind and id of the object; `details` must hold no personal data.
    """
    kind, number = about or (None, None)
    await connection.execute(
        insert(audit_table).values(
            at=at,
            staff_id=staff_id,
            action=action,
            object_kind=kind,
            object_id=None if number is None else str(number),
            details=dict(details) if details else None,
            address=address,
        )
    )


async def entries(
    store: Store, *, staff_id: int | None = None, before: int | None = None, limit: int = 50
) -> list[AuditEntry]:
    """The newest entries first, of all or of one member; `before` is the id to go on from."""
    query = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit)
    if staff_id is not None:
        query = query.where(AuditEntry.staff_id == staff_id)
    if before is not None:
        query = query.where(AuditEntry.id < before)
    async with store.read() as session:
        return list(await session.scalars(query))
