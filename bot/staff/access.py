"""Logging in: password, second factor, and the link with which a password is set."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.handoff import presence
from bot.staff import attempts, audit, members, new_password, second_factor, sessions
from bot.staff.browser import Browser
from bot.staff.errors import LinkInvalid, LockedOut, WrongCode, WrongCredentials
from bot.staff.lockout import AddressGuard
from bot.staff.new_password import NewPassword, Opened
from bot.staff.passwords import Passwords, check_new
from bot.staff.sessions import Session
from bot.store import Store
from bot.tables.staff import member_table


@dataclass(frozen=True)
class Enrolled:
    """What setting up a second factor gives, once: the codes for paper and the new session."""

    recovery_codes: tuple[str, ...]
    token: str


class Access:
    """The ways into the console. One for each process: it counts wrong attempts by address."""

    def __init__(
        self, store: Store, hashing: Passwords | None = None, guard: AddressGuard | None = None
    ) -> None:
        self._store = store
        self._passwords = hashing or Passwords()
        self._guard = guard or AddressGuard()

    async def log_in(self, email: str, password: str, browser: Browser, at: datetime) -> str:
        """Check a password and give a new session's token; the second factor may still be due.

        Raises WrongCredentials, also for an account that rests after wrong attempts, so that
        nobody learns which accounts there are; LockedOut for an address with too many of them.
        """
        self._guard.check(browser.address)
        row = await self._account(email)
        kept = await self._usable_hash(row, at)
        is_right = await self._passwords.verify(kept, password)
        if row is None or kept is None or not is_right:
            await self._refused("login.refused", row.id if row else None, browser, at)
            raise WrongCredentials("e-mail or password is wrong")
        newer = await self._passwords.hash(password) if self._passwords.is_outdated(kept) else kept
        async with self._store.write() as connection:
            await connection.execute(
                update(member_table)
                .where(member_table.c.id == row.id, member_table.c.password_hash == kept)
                .values(password_hash=newer)
            )
            return await self._let_in(connection, row.id, browser, at)

    async def give_second_factor(
        self, session: Session, code: str, browser: Browser, at: datetime
    ) -> str:
        """Complete a login with a code; gives the token of the session that replaces this one.

        Raises WrongCode, and LockedOut after too many of them.
        """
        self._guard.check(browser.address)
        staff_id = session.member.id
        await attempts.count(self._store, staff_id, at)
        try:
            async with self._store.write() as connection:
                way = await second_factor.verify(connection, staff_id, code, at)
                await attempts.forgive(connection, staff_id, all_of_them=True)
                await audit.record(
                    connection,
                    "login.second_factor",
                    staff_id,
                    at=at,
                    details={"way": way},
                    address=browser.address,
                )
                return await _replace(connection, session, browser, at)
        except WrongCode:
            await self._refused("login.code_refused", staff_id, browser, at)
            raise

    async def enrol(self, session: Session, code: str, browser: Browser, at: datetime) -> Enrolled:
        """Confirm the new second factor with its first code. Raises WrongCode."""
        staff_id = session.member.id
        async with self._store.write() as connection:
            codes = await second_factor.confirm(connection, staff_id, code, at)
            await audit.record(
                connection, "second_factor.set_up", staff_id, at=at, address=browser.address
            )
            return Enrolled(codes, await _replace(connection, session, browser, at))

    async def open_link(self, token: str, browser: Browser, at: datetime) -> Opened:
        """Look what a one-time link opens. Raises LinkInvalid; guesses count as wrong attempts."""
        self._guard.check(browser.address)
        try:
            return await new_password.open_link(self._store, token, at)
        except LinkInvalid:
            self._guard.count(browser.address)
            raise

    async def set_password(
        self, token: str, new: NewPassword, browser: Browser, at: datetime
    ) -> str:
        """Set a password with a one-time link and log in; all earlier sessions end.

        Raises LinkInvalid, and WeakPassword or DetailsMissing, after which the link still works.
        """
        opened = await self.open_link(token, browser, at)
        check_new(new.password, opened.email or new.email, opened.name or new.name)
        hashed = await self._passwords.hash(new.password)
        async with self._store.write() as connection:
            staff_id = await new_password.keep(connection, opened.link, new, hashed, at)
            await audit.record(connection, "password.set", staff_id, at=at, address=browser.address)
            return await self._let_in(connection, staff_id, browser, at)

    async def log_out(self, session: Session, browser: Browser, at: datetime) -> None:
        """End the session; the conversations that the member has come back to the queue."""
        staff_id = session.member.id
        async with self._store.write() as connection:
            await sessions.revoke(connection, staff_id, session.key, at)
            await presence.leave(connection, staff_id, at)
            await audit.record(connection, "logout", staff_id, at=at, address=browser.address)

    async def _account(self, email: str) -> Row[Any] | None:
        where = member_table.c.email == members.tidy_email(email)
        async with self._store.read() as session:
            return (await session.execute(select(member_table).where(where))).one_or_none()

    async def _usable_hash(self, row: Row[Any] | None, at: datetime) -> str | None:
        if row is None or not row.is_active or row.password_hash is None:
            return None
        try:
            await attempts.count(self._store, row.id, at)
        except LockedOut:
            return None
        kept: str = row.password_hash
        return kept

    async def _let_in(
        self, connection: AsyncConnection, staff_id: int, browser: Browser, at: datetime
    ) -> str:
        member = await members.by_id(connection, staff_id)
        if not member.is_active:
            raise WrongCredentials("the account is disabled")
        await attempts.forgive(connection, staff_id, all_of_them=not member.has_second_factor)
        await audit.record(connection, "login.password", staff_id, at=at, address=browser.address)
        return await sessions.start(connection, member, browser.name, at, instead_of=browser.token)

    async def _refused(
        self, action: str, staff_id: int | None, browser: Browser, at: datetime
    ) -> None:
        self._guard.count(browser.address)
        async with self._store.write() as connection:
            await audit.record(connection, action, staff_id, at=at, address=browser.address)


async def _replace(
    connection: AsyncConnection, session: Session, browser: Browser, at: datetime
) -> str:
    if not await sessions.revoke(connection, session.member.id, session.key, at):
        raise WrongCredentials("the session has ended meanwhile")
    member = await members.by_id(connection, session.member.id)
    return await sessions.start(connection, member, browser.name, at, second_factor_at=at)
