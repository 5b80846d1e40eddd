"""Members of staff: adding, finding and changing them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.staff.errors import DetailsMissing, LastAdministrator, MemberExists, NoSuchMember
from bot.tables.staff import Availability, Role, member_table, session_table

#: Not a proof that mail arrives: it only keeps names and slips out.
_EMAIL: Final = re.compile(r"[^@\s<>\"']{1,64}@[^@\s<>\"']+\.[^@\s<>\"'.]{2,}")
_LONGEST_EMAIL, _LONGEST_NAME = 254, 120
#: What may be changed with `change`; the rest has use cases of its own.
_CHANGEABLE: Final = frozenset(
    {"name", "role", "languages", "provinces", "capacity", "interface_language", "is_active"}
)


@dataclass(frozen=True)
class Member:
    """A member of staff as use cases, rules and pages see one."""

    id: int
    name: str
    email: str
    role: Role
    languages: tuple[str, ...]
    provinces: tuple[str, ...]
    capacity: int
    interface_language: str | None
    is_active: bool
    has_password: bool
    has_second_factor: bool
    availability: Availability
    last_seen_at: datetime | None


@dataclass(frozen=True)
class NewMember:
    """What is known of a member at first."""

    email: str
    name: str
    role: Role = Role.AGENT
    languages: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()


async def add(connection: AsyncConnection, new: NewMember, at: datetime) -> int:
    """Add a member, who has no password yet. Gives the number.

    Raises DetailsMissing for an e-mail address or a name that cannot be one, MemberExists for an
    address that is taken.
    """
    email, name = tidy_email(new.email), " ".join(new.name.split())
    if not _EMAIL.fullmatch(email) or len(email) > _LONGEST_EMAIL:
        raise DetailsMissing(f"not an e-mail address: {new.email}")
    if not name or len(name) > _LONGEST_NAME:
        raise DetailsMissing("a name is needed")
    values = {
        "email": email,
        "name": name,
        "role": new.role.value,
        "languages": list(new.languages),
        "provinces": list(new.provinces),
        "created_at": at,
    }
    try:
        async with connection.begin_nested():
            done = await connection.execute(
                insert(member_table).values(values).returning(member_table.c.id)
            )
            return int(done.scalar_one())
    except IntegrityError as error:
        raise MemberExists(f"there is a member with the address {email}") from error


async def by_email(connection: AsyncConnection, email: str) -> Member:
    """The member with the address. Raises NoSuchMember."""
    query = select(member_table).where(member_table.c.email == tidy_email(email))
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        raise NoSuchMember(f"there is no member with the address {email}")
    return member_of(row)


async def by_id(connection: AsyncConnection, staff_id: int) -> Member:
    """The member with the number. Raises NoSuchMember."""
    query = select(member_table).where(member_table.c.id == staff_id)
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        raise NoSuchMember(f"there is no member {staff_id}")
    return member_of(row)


async def everybody(connection: AsyncConnection) -> list[Member]:
    """All members by name, those who are disabled last."""
    order = (member_table.c.is_active.desc(), func.lower(member_table.c.name))
    rows = await connection.execute(select(member_table).order_by(*order))
    return [member_of(row) for row in rows]


async def is_anybody_there(connection: AsyncConnection) -> bool:
    """Whether there is any member, active or not."""
    return (await connection.execute(select(member_table.c.id).limit(1))).first() is not None


async def change(
    connection: AsyncConnection, staff_id: int, changes: Mapping[str, Any], at: datetime
) -> None:
    """Change a member's details; another role or being disabled ends all their sessions.

    Raises NoSuchMember, and LastAdministrator where nobody would be left to manage staff.
    """
    unknown = changes.keys() - _CHANGEABLE
    if unknown:
        raise ValueError(f"not changed here: {', '.join(sorted(unknown))}")
    before = await by_id(connection, staff_id)
    role = Role(changes.get("role", before.role))
    is_active = bool(changes.get("is_active", before.is_active))
    if _is_administrator(before) and not (is_active and role is Role.ADMINISTRATOR):
        await _keep_one_administrator(connection, staff_id)
    where = member_table.c.id == staff_id
    values = {**changes, "role": role.value} if "role" in changes else dict(changes)
    await connection.execute(update(member_table).where(where).values(values))
    if (role, is_active) != (before.role, before.is_active):
        await end_sessions(connection, staff_id, at)


async def set_availability(
    connection: AsyncConnection, staff_id: int, availability: Availability
) -> None:
    """Set whether conversations may be given to the member."""
    where = member_table.c.id == staff_id
    values = {"availability": availability.value}
    await connection.execute(update(member_table).where(where).values(values))


async def end_sessions(connection: AsyncConnection, staff_id: int, at: datetime) -> int:
    """Log a member out everywhere. Gives how many sessions that ended."""
    ended = await connection.execute(
        update(session_table)
        .where(session_table.c.staff_id == staff_id, session_table.c.revoked_at.is_(None))
        .values(revoked_at=at)
    )
    return ended.rowcount


def tidy_email(email: str) -> str:
    """The address as it is kept and compared."""
    return email.strip().lower()


def member_of(row: Row[Any]) -> Member:
    """The member that a row of the table stands for."""
    return Member(
        id=row.id,
        name=row.name,
        email=row.email,
        role=Role(row.role),
        languages=tuple(row.languages),
        provinces=tuple(row.provinces),
        capacity=row.capacity,
        interface_language=row.interface_language,
        is_active=row.is_active,
        has_password=row.password_hash is not None,
        has_second_factor=row.totp_confirmed_at is not None,
        availability=Availability(row.availability),
        last_seen_at=row.last_seen_at,
    )


def _is_administrator(member: Member) -> bool:
    return member.is_active and member.role is Role.ADMINISTRATOR


async def _keep_one_administrator(connection: AsyncConnection, staff_id: int) -> None:
    # All of them are locked, so that two who disable each other take turns.
    administrators = (
        select(member_table.c.id)
        .where(member_table.c.is_active, member_table.c.role == Role.ADMINISTRATOR.value)
        .order_by(member_table.c.id)
        .with_for_update()
    )
    if not set((await connection.scalars(administrators)).all()) - {staff_id}:
        raise LastAdministrator("there must be an active administrator")
