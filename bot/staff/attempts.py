"""Wrong attempts of an account: each is counted before it is judged and forgiven if it was right.

Whoever sends a thousand attempts at the same moment so gets no more of them judged than one who
sends them in a row.
"""

import math
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.staff.errors import LockedOut
from bot.staff.lockout import lock_after
from bot.store import Store
from bot.tables.staff import member_table


async def count(store: Store, staff_id: int, at: datetime) -> None:
    """Count an attempt that is about to be judged. Raises LockedOut where the account rests."""
    mine, until = member_table.c.id == staff_id, member_table.c.locked_until
    failed = member_table.c.failed_attempts
    # The first statement locks the row: attempts of the same moment are counted one by one.
    counting = (
        update(member_table)
        .where(mine, or_(until.is_(None), until <= at))
        .values(failed_attempts=failed + 1)
        .returning(failed)
    )
    async with store.write() as connection:
        counted = (await connection.execute(counting)).scalar_one_or_none()
        if counted is None:
            rests_until = (await connection.execute(select(until).where(mine))).scalar_one()
            raise LockedOut(math.ceil((rests_until - at) / timedelta(seconds=1)))
        if lock := lock_after(counted):
            resting = update(member_table).where(mine).values(locked_until=at + lock)
            await connection.execute(resting)


async def forgive(connection: AsyncConnection, staff_id: int, *, all_of_them: bool) -> None:
    """Take back the attempt that was right, or all of them once the login is complete.

    A right password alone forgives no wrong codes of the second factor before it.
    """
    failed = member_table.c.failed_attempts
    statement = update(member_table).where(member_table.c.id == staff_id)
    if not all_of_them:
        statement = statement.where(failed > 0)
    left = 0 if all_of_them else failed - 1
    await connection.execute(statement.values(failed_attempts=left, locked_until=None))
