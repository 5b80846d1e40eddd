"""Use cases of those who manage staff: on the command line, and administrators in the console."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.staff import audit, links, members, second_factor, sessions
from bot.staff.members import Member, NewMember
from bot.store import Store

__all__ = [
    "NewMember",
    "add",
    "change",
    "everybody",
    "log_out_everywhere",
    "renew",
    "set_active",
]

MEMBER = "staff_member"


async def add(
    store: Store,
    new: NewMember,
    at: datetime,
    *,
    by: int | None = None,
    address: str | None = None,
) -> str:
    """Add a member; gives the token of the link with which they set their password.

    Raises DetailsMissing, MemberExists.
    """
    async with store.write() as connection:
        staff_id = await members.add(connection, new, at)
        await _note(connection, "staff.added", by, staff_id, at, address, {"role": new.role.value})
        return await links.issue(connection, staff_id, at)


async def everybody(store: Store) -> list[Member]:
    """All members by name, those who are disabled last."""
    async with store.read() as session:
        return await members.everybody(await session.connection())


async def renew(
    store: Store,
    email: str,
    at: datetime,
    *,
    without_second_factor: bool = False,
    by: int | None = None,
    address: str | None = None,
) -> str:
    """Make a new one-time link; gives its token. Raises NoSuchMember.

    With `without_second_factor` the authenticator app is forgotten too, and all sessions end.
    """
    async with store.write() as connection:
        member = await members.by_email(connection, email)
        if without_second_factor:
            await second_factor.remove(connection, member.id)
            await sessions.revoke_all(connection, member.id, at)
            await _note(connection, "second_factor.removed", by, member.id, at, address)
        await _note(connection, "link.issued", by, member.id, at, address)
        return await links.issue(connection, member.id, at)


async def change(
    store: Store,
    staff_id: int,
    changes: Mapping[str, Any],
    at: datetime,
    *,
    by: int | None = None,
    address: str | None = None,
) -> None:
    """Change a member's name, role, languages, provinces, capacity or whether they are active.

    Raises NoSuchMember, LastAdministrator.
    """
    async with store.write() as connection:
        await members.change(connection, staff_id, changes, at)
        details = {"changed": sorted(changes)}
        await _note(connection, "staff.changed", by, staff_id, at, address, details)


async def set_active(store: Store, email: str, is_active: bool, at: datetime) -> None:
    """Close an account, ending its sessions, or open it again.

    Raises NoSuchMember, LastAdministrator.
    """
    async with store.write() as connection:
        member = await members.by_email(connection, email)
        await members.change(connection, member.id, {"is_active": is_active}, at)
        action = "staff.enabled" if is_active else "staff.disabled"
        await _note(connection, action, None, member.id, at, None)


async def log_out_everywhere(
    store: Store,
    email: str,
    at: datetime,
    *,
    by: int | None = None,
    address: str | None = None,
) -> int:
    """End all sessions of a member; gives how many that were. Raises NoSuchMember."""
    async with store.write() as connection:
        member = await members.by_email(connection, email)
        await _note(connection, "session.revoked_all", by, member.id, at, address)
        return await sessions.revoke_all(connection, member.id, at)


async def _note(
    connection: AsyncConnection,
    action: str,
    by: int | None,
    staff_id: int,
    at: datetime,
    address: str | None,
    details: Mapping[str, Any] | None = None,
) -> None:
    about = (MEMBER, staff_id)
    await audit.record(connection, action, by, at=at, about=about, details=details, address=address)
