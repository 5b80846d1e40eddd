"""Sessions: who is logged in, in which browser, how far, and until when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, and_, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.staff.members import Member, end_sessions, member_of
from bot.staff.tokens import fingerprint, new_token
from bot.store import Store
from bot.tables.staff import Role, StaffSession, member_table, session_table

IDLE: Final = timedelta(minutes=30)
LONGEST: Final = timedelta(hours=12)
#: For who has given the password only, until the second factor is given or set up.
UNFINISHED: Final = timedelta(minutes=15)
#: Using a session is written down at most this often: most requests write nothing.
_NOTED_EVERY: Final = timedelta(minutes=1)
_SESSION_COLUMNS: Final = tuple(
    session_table.c[name].label(f"session_{name}")
    for name in ("token", "csrf", "second_factor_at", "last_used_at")
)


@dataclass(frozen=True)
class Session:
    """A live session, found by its token."""

    key: str
    """The token's fingerprint: names the session, opens nothing."""
    csrf: str
    member: Member
    second_factor_at: datetime | None

    @property
    def needs_second_factor(self) -> bool:
        """Only the password was given, and the member has a second factor."""
        return self.member.has_second_factor and self.second_factor_at is None

    @property
    def must_enrol(self) -> bool:
        """The member has to set a second factor up before anything else."""
        return self.member.role is Role.ADMINISTRATOR and not self.member.has_second_factor

    @property
    def is_complete(self) -> bool:
        """Whether the console is open."""
        return not self.needs_second_factor and not self.must_enrol


async def start(
    connection: AsyncConnection,
    member: Member,
    user_agent: str,
    at: datetime,
    *,
    instead_of: str | None = None,
    second_factor_at: datetime | None = None,
) -> str:
    """Begin a session and give its token, which is always a new one.

    The token that the browser had before, if any, is void from now on: nobody can have planted it.
    """
    if instead_of:
        await revoke_token(connection, instead_of, at)
    token = new_token()
    await connection.execute(
        insert(session_table).values(
            token=fingerprint(token),
            staff_id=member.id,
            csrf=new_token(),
            user_agent=user_agent,
            second_factor_at=second_factor_at,
            created_at=at,
            last_used_at=at,
            expires_at=at + _lasts(member, second_factor_at),
        )
    )
    return token


async def find(store: Store, token: str, at: datetime, *, is_use: bool = True) -> Session | None:
    """The live session of a token, or None.

    `is_use=False` only looks, so that a page which is open but forgotten does not stay logged in.
    """
    query = (
        select(member_table, *_SESSION_COLUMNS)
        .join_from(session_table, member_table, session_table.c.staff_id == member_table.c.id)
        .where(session_table.c.token == fingerprint(token), _is_live(at), member_table.c.is_active)
    )
    async with store.read() as reading:
        row = (await reading.execute(query)).one_or_none()
    if row is None:
        return None
    if is_use and at - row.session_last_used_at >= _NOTED_EVERY:
        await _note_use(store, row, at)
    return Session(
        row.session_token, row.session_csrf, member_of(row), row.session_second_factor_at
    )


async def revoke_token(connection: AsyncConnection, token: str, at: datetime) -> None:
    """End the session of a token, if there is one."""
    await _revoke(connection, session_table.c.token == fingerprint(token), at)


async def revoke(connection: AsyncConnection, staff_id: int, key: str, at: datetime) -> bool:
    """End one of a member's own sessions; False where it is none of theirs or ended already."""
    where = and_(session_table.c.token == key, session_table.c.staff_id == staff_id)
    return await _revoke(connection, where, at) == 1


async def revoke_others(connection: AsyncConnection, staff_id: int, key: str, at: datetime) -> int:
    """End all of a member's sessions but one. Gives how many that were."""
    where = and_(session_table.c.staff_id == staff_id, session_table.c.token != key)
    return await _revoke(connection, where, at)


async def revoke_all(connection: AsyncConnection, staff_id: int, at: datetime) -> int:
    """End all sessions of a member. Gives how many that were."""
    return await end_sessions(connection, staff_id, at)


async def of_member(store: Store, staff_id: int, at: datetime) -> list[StaffSession]:
    """A member's live sessions, the newest first."""
    query = (
        select(StaffSession)
        .where(StaffSession.staff_id == staff_id, _is_live(at))
        .order_by(StaffSession.created_at.desc())
    )
    async with store.read() as session:
        return list(await session.scalars(query))


def _lasts(member: Member, second_factor_at: datetime | None) -> timedelta:
    waits = member.role is Role.ADMINISTRATOR or member.has_second_factor
    return UNFINISHED if waits and second_factor_at is None else LONGEST


def _is_live(at: datetime) -> ColumnElement[bool]:
    return and_(
        session_table.c.revoked_at.is_(None),
        session_table.c.expires_at > at,
        session_table.c.last_used_at > at - IDLE,
    )


async def _revoke(connection: AsyncConnection, where: ColumnElement[bool], at: datetime) -> int:
    is_open = session_table.c.revoked_at.is_(None)
    statement = update(session_table).where(where, is_open).values(revoked_at=at)
    return (await connection.execute(statement)).rowcount


async def _note_use(store: Store, row: Row[Any], at: datetime) -> None:
    of_session = session_table.c.token == row.session_token
    of_member = member_table.c.id == row.id
    async with store.write() as connection:
        await connection.execute(update(session_table).where(of_session).values(last_used_at=at))
        await connection.execute(update(member_table).where(of_member).values(last_seen_at=at))
