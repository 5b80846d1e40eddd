"""One-time links: the only way to a first or a new password."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, and_, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.settings import Settings
from bot.staff import audit, members
from bot.staff.errors import LinkInvalid
from bot.staff.tokens import fingerprint, new_token
from bot.store import Store
from bot.tables.staff import Purpose, link_table

LASTS: Final = timedelta(hours=48)
PATH: Final = "/console/set-password/"


@dataclass(frozen=True)
class Link:
    """A link that can still be used; without a member it makes the first administrator."""

    key: str
    purpose: Purpose
    staff_id: int | None


async def issue(connection: AsyncConnection, staff_id: int | None, at: datetime) -> str:
    """Make a link's token; older unused links of the same member are void. Gives the token."""
    await _void(connection, staff_id, at)
    purpose = Purpose.FIRST_ADMINISTRATOR if staff_id is None else Purpose.SET_PASSWORD
    token = new_token()
    await connection.execute(
        insert(link_table).values(
            token=fingerprint(token),
            staff_id=staff_id,
            purpose=purpose.value,
            created_at=at,
            expires_at=at + LASTS,
        )
    )
    return token


async def look_up(connection: AsyncConnection, token: str, at: datetime) -> Link:
    """What a token opens, without using it up: mail scanners look at links too.

    Raises LinkInvalid.
    """
    query = select(link_table).where(_is_usable(fingerprint(token), at))
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        raise LinkInvalid("the link is unknown, used or too old")
    return Link(row.token, Purpose(row.purpose), row.staff_id)


async def redeem(connection: AsyncConnection, link: Link, at: datetime) -> None:
    """Use a link up. Raises LinkInvalid where another was faster."""
    used = await connection.execute(
        update(link_table).where(_is_usable(link.key, at)).values(used_at=at)
    )
    if used.rowcount != 1:
        raise LinkInvalid("the link was used")


async def first_link(store: Store, base_url: str, at: datetime) -> str | None:
    """The address with which the first administrator begins; None where there is any staff.

    A new one each time: what an earlier start printed is void, wherever its output went.
    """
    async with store.write() as connection:
        if await members.is_anybody_there(connection):
            return None
        token = await issue(connection, None, at)
        await audit.record(connection, "link.issued_first", None, at=at)
    return address(base_url, token)


def address(base_url: str, token: str) -> str:
    """The whole address of a link."""
    return base_url.rstrip("/") + PATH + token


def base_url(settings: Settings) -> str:
    """Where staff reach the desk: its public address, else this machine's."""
    return settings.public_url or f"http://{settings.host}:{settings.port}"


def _is_usable(key: str, at: datetime) -> ColumnElement[bool]:
    return and_(
        link_table.c.token == key,
        link_table.c.used_at.is_(None),
        link_table.c.expires_at > at,
    )


async def _void(connection: AsyncConnection, staff_id: int | None, at: datetime) -> None:
    whose = link_table.c.staff_id
    mine = whose.is_(None) if staff_id is None else whose == staff_id
    statement = update(link_table).where(mine, link_table.c.used_at.is_(None))
    await connection.execute(statement.values(used_at=at))
