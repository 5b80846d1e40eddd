"""The second factor: codes of an authenticator app (TOTP, RFC 6238), and recovery codes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from unicodedata import decimal

import pyotp
from sqlalchemy import Row, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.staff.errors import WrongCode
from bot.staff.tokens import fingerprint, new_recovery_code, same, tidy_recovery_code
from bot.tables.staff import member_table, recovery_table

ISSUER: Final = "Rahbar"
STEP_SECONDS: Final = 30
#: Steps before and after the present one: clocks of phones differ a little.
WINDOW: Final = 1
DIGITS: Final = 6
RECOVERY_CODES: Final = 10


@dataclass(frozen=True)
class Enrolment:
    """What an authenticator app needs: `uri` as a QR code, or the secret typed."""

    secret: str
    uri: str


async def begin(connection: AsyncConnection, staff_id: int) -> Enrolment:
    """Give the secret that waits to be confirmed, the same one until it is.

    Raises WrongCode where the member has a second factor: it must not be replaced by the way.
    """
    row = await _member(connection, staff_id)
    if row.totp_confirmed_at is not None:
        raise WrongCode("a second factor is set up already")
    secret: str = row.totp_secret or pyotp.random_base32()
    if row.totp_secret is None:
        await _set(connection, staff_id, totp_secret=secret)
    return Enrolment(
        secret, pyotp.TOTP(secret).provisioning_uri(name=row.email, issuer_name=ISSUER)
    )


async def confirm(
    connection: AsyncConnection, staff_id: int, code: str, at: datetime
) -> tuple[str, ...]:
    """Take the app's first code as proof that it is set up; gives the recovery codes, once.

    Raises WrongCode.
    """
    row = await _member(connection, staff_id)
    if row.totp_secret is None or row.totp_confirmed_at is not None:
        raise WrongCode("no second factor waits to be confirmed")
    await _use_step(connection, row, code, at)
    await _set(connection, staff_id, totp_confirmed_at=at)
    codes = tuple(new_recovery_code() for _ in range(RECOVERY_CODES))
    await _forget_codes(connection, staff_id)
    rows = [{"code": fingerprint(code), "staff_id": staff_id} for code in codes]
    await connection.execute(insert(recovery_table), rows)
    return codes


async def verify(connection: AsyncConnection, staff_id: int, code: str, at: datetime) -> str:
    """Check a code of the app or a recovery code and use it up. Gives "totp" or "recovery".

    Raises WrongCode, also for a code that was right but has been used.
    """
    row = await _member(connection, staff_id)
    if row.totp_confirmed_at is None:
        raise WrongCode("no second factor is set up")
    if await _use_recovery_code(connection, staff_id, code, at):
        return "recovery"
    await _use_step(connection, row, code, at)
    return "totp"


async def remove(connection: AsyncConnection, staff_id: int) -> None:
    """Forget the second factor and its recovery codes, so that a new one can be set up."""
    await _set(connection, staff_id, totp_secret=None, totp_confirmed_at=None, totp_last_step=None)
    await _forget_codes(connection, staff_id)


async def recovery_codes_left(connection: AsyncConnection, staff_id: int) -> int:
    """How many recovery codes are unused."""
    query = select(func.count()).where(
        recovery_table.c.staff_id == staff_id, recovery_table.c.used_at.is_(None)
    )
    return int((await connection.execute(query)).scalar_one())


def step_of(secret: str, code: str, at: datetime) -> int | None:
    """The time step within the window whose code this is, or None. The latest where two agree."""
    # Digits of an Urdu keyboard count as those of the app.
    typed = "".join(str(decimal(sign)) for sign in code if sign.isdecimal())
    if len(typed) != DIGITS:
        return None
    totp, now = pyotp.TOTP(secret), int(at.timestamp()) // STEP_SECONDS
    steps = range(now - WINDOW, now + WINDOW + 1)
    right = [step for step in steps if same(totp.at(step * STEP_SECONDS), typed)]
    return right[-1] if right else None


async def _use_step(connection: AsyncConnection, row: Row[Any], code: str, at: datetime) -> None:
    step = step_of(row.totp_secret, code, at)
    if step is None:
        raise WrongCode("the code is wrong or too old")
    # One statement decides, so that of two who send the same code at once only one gets in.
    last = member_table.c.totp_last_step
    taken = await connection.execute(
        update(member_table)
        .where(member_table.c.id == row.id, or_(last.is_(None), last < step))
        .values(totp_last_step=step)
    )
    if taken.rowcount != 1:
        raise WrongCode("the code was used before")


async def _use_recovery_code(
    connection: AsyncConnection, staff_id: int, typed: str, at: datetime
) -> bool:
    used = await connection.execute(
        update(recovery_table)
        .where(
            recovery_table.c.code == fingerprint(tidy_recovery_code(typed)),
            recovery_table.c.staff_id == staff_id,
            recovery_table.c.used_at.is_(None),
        )
        .values(used_at=at)
    )
    return used.rowcount == 1


async def _member(connection: AsyncConnection, staff_id: int) -> Row[Any]:
    query = select(member_table).where(member_table.c.id == staff_id)
    return (await connection.execute(query)).one()


async def _set(connection: AsyncConnection, staff_id: int, **values: object) -> None:
    where = member_table.c.id == staff_id
    await connection.execute(update(member_table).where(where).values(**values))


async def _forget_codes(connection: AsyncConnection, staff_id: int) -> None:
    where = recovery_table.c.staff_id == staff_id
    await connection.execute(delete(recovery_table).where(where))
