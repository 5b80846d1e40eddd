"""What a one-time link opens: setting a password, and naming the first administrator."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.staff import links, members, sessions
from bot.staff.errors import LinkInvalid
from bot.staff.links import Link
from bot.staff.members import NewMember
from bot.store import Store
from bot.tables.staff import Role, member_table


@dataclass(frozen=True)
class NewPassword:
    """What the page of a one-time link sends; the first administrator names themself."""

    password: str
    email: str = ""
    name: str = ""


@dataclass(frozen=True)
class Opened:
    """A usable link, and whose password it sets."""

    link: Link
    email: str
    name: str

    @property
    def is_first(self) -> bool:
        """Whether it makes the first administrator."""
        return self.link.staff_id is None


async def open_link(store: Store, token: str, at: datetime) -> Opened:
    """Look what a token opens, without using it up. Raises LinkInvalid."""
    async with store.read() as session:
        connection = await session.connection()
        link = await links.look_up(connection, token, at)
        if link.staff_id is None:
            return Opened(link, "", "")
        member = await members.by_id(connection, link.staff_id)
    if not member.is_active:
        raise LinkInvalid("the account is disabled")
    return Opened(link, member.email, member.name)


async def keep(
    connection: AsyncConnection, link: Link, new: NewPassword, hashed: str, at: datetime
) -> int:
    """Use the link up and keep the password; all sessions end. Gives the member's number.

    Raises LinkInvalid where another was faster, DetailsMissing where the first administrator has
    no name or address.
    """
    await links.redeem(connection, link, at)
    staff_id = link.staff_id
    if staff_id is None:
        staff_id = await _first_administrator(connection, new, at)
    await connection.execute(
        update(member_table)
        .where(member_table.c.id == staff_id)
        .values(password_hash=hashed, failed_attempts=0, locked_until=None)
    )
    await sessions.revoke_all(connection, staff_id, at)
    return staff_id


async def _first_administrator(connection: AsyncConnection, new: NewPassword, at: datetime) -> int:
    if await members.is_anybody_there(connection):
        raise LinkInvalid("there is staff already")
    return await members.add(connection, NewMember(new.email, new.name, Role.ADMINISTRATOR), at)
