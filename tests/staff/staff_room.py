"""Staff on a temporary database, with a hasher that takes no time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pyotp
from argon2 import PasswordHasher
from sqlalchemy import select, update

from bot.staff import accounts, sessions
from bot.staff.access import Access
from bot.staff.browser import Browser
from bot.staff.lockout import AddressGuard
from bot.staff.members import Member, NewMember, by_email
from bot.staff.new_password import NewPassword
from bot.staff.passwords import Passwords
from bot.staff.sessions import Session
from bot.store import Store
from bot.tables.staff import AuditEntry, Role, member_table

NOON = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
PASSWORD = "mango season in multan"
EMAIL = "sana@helpline.example"
FIREFOX = Browser("192.0.2.7", "Firefox · Linux")
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


class CountingPasswords(Passwords):
    """Knows how often a password was judged."""

    def __init__(self) -> None:
        super().__init__(CHEAP)
        self.judged = 0

    async def verify(self, kept: str | None, password: str) -> bool:
        self.judged += 1
        return await super().verify(kept, password)


@dataclass
class Room:
    """A store, the ways in, and a browser to come from."""

    store: Store
    access: Access
    passwords: CountingPasswords
    browser: Browser = FIREFOX
    at: datetime = NOON

    async def hire(self, email: str = EMAIL, role: Role = Role.AGENT, name: str = "Sana") -> Member:
        """A member who has set a password."""
        token = await accounts.add(self.store, NewMember(email, name, role), self.at)
        await self.access.set_password(token, NewPassword(PASSWORD), self.browser, self.at)
        return await self.member(email)

    async def enrolled(self, email: str = EMAIL, role: Role = Role.AGENT) -> tuple[Member, str]:
        """A member with a second factor, and its secret."""
        member, secret = await self.hire(email, role), pyotp.random_base32()
        async with self.store.write() as connection:
            await connection.execute(
                update(member_table)
                .where(member_table.c.id == member.id)
                .values(totp_secret=secret, totp_confirmed_at=self.at)
            )
        return await self.member(email), secret

    async def member(self, email: str = EMAIL) -> Member:
        """The member as the database has it now."""
        async with self.store.write() as connection:
            return await by_email(connection, email)

    async def log_in(self, email: str = EMAIL, password: str = PASSWORD, **browser: Any) -> str:
        """A token, from this room's browser or another."""
        where = Browser(**{"address": self.browser.address, **browser})
        return await self.access.log_in(email, password, where, self.at)

    async def session(self, token: str) -> Session | None:
        """The live session of a token."""
        return await sessions.find(self.store, token, self.at)

    async def live_session(self, token: str) -> Session:
        """The session of a token that must be live."""
        session = await self.session(token)
        assert session is not None
        return session

    async def audit(self) -> Sequence[str]:
        """The actions on record, the oldest first."""
        async with self.store.read() as session:
            return list(await session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))

    def later(self, **much: float) -> datetime:
        """Let time pass."""
        self.at += timedelta(**much)
        return self.at


def room(store: Store) -> Room:
    """A room on a store; addresses are not counted over the tests."""
    passwords = CountingPasswords()
    return Room(store, Access(store, passwords, AddressGuard()), passwords)
