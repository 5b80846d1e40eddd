"""A whole desk with staff who are logged in, and people who wait."""

import hashlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import httpx
from fastapi import FastAPI
from sqlalchemy import insert, select, update

from bot.desk import Desk
from bot.handoff import staffing
from bot.handoff.rules import staff as actor
from bot.handoff.teams import set_teams
from bot.staff import members, sessions
from bot.staff.cookies import SECURE_NAME
from bot.staff.members import Member, NewMember
from bot.tables import ChannelIdentity, Conversation, Message, Person, conversation_table
from bot.tables.columns import now
from bot.tables.staff import AuditEntry, Role, member_table
from bot.tables.teams import team_table

WEB = "web:11111111-1111-4111-8111-111111111111"
WHATSAPP = "whatsapp:923001234567"
TELEGRAM = "telegram:777"


def key_of(conversation_id: str) -> str:
    """The key that the conversation has in these tests."""
    return hashlib.sha256(conversation_id.encode()).hexdigest()[:16]


@dataclass
class ConsoleDesk:
    """The application, and what tests do with it."""

    app: FastAPI

    @property
    def desk(self) -> Desk:
        """Its parts."""
        desk: Desk = self.app.state.desk
        return desk

    async def hire(
        self, name: str = "Sana", role: Role = Role.AGENT, teams: Sequence[str] = ("general",)
    ) -> Member:
        """A member with an open account, in some teams."""
        async with self.desk.store.write() as connection:
            new = NewMember(f"{name.lower()}@helpline.example", name, role, ("en", "ur"))
            number = await members.add(connection, new, now())
            of_keys = select(team_table.c.id).where(team_table.c.key.in_(teams))
            await set_teams(connection, number, list(await connection.scalars(of_keys)))
            await connection.execute(
                update(member_table)
                .where(member_table.c.id == number)
                .values(password_hash="x", totp_confirmed_at=now())
            )
            return await members.by_id(connection, number)

    async def token(self, member: Member) -> str:
        """A new session, second factor given."""
        async with self.desk.store.write() as connection:
            return await sessions.start(
                connection, member, "Firefox", now(), second_factor_at=now()
            )

    @asynccontextmanager
    async def browser(self, member: Member) -> AsyncIterator[httpx.AsyncClient]:
        """A browser in which the member is logged in."""
        token = await self.token(member)
        session = await sessions.find(self.desk.store, token, now())
        assert session is not None
        headers = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app),
            base_url="https://desk.example",
            headers=headers | {"X-CSRF-Token": session.csrf},
            cookies={SECURE_NAME: token},
        ) as client:
            yield client

    async def person(
        self, conversation_id: str, text: str, name: str | None = None, **values: Any
    ) -> None:
        """Somebody who has written once."""
        channel, _, address = conversation_id.partition(":")
        at: datetime = now() - timedelta(minutes=5)
        row = {"id": conversation_id, "key": key_of(conversation_id), "channel": channel}
        row |= {"address": address, "owner": "bot"}
        row |= {"version": 0, "language": "en", "last_position": 0, "heard_at": at}
        async with self.desk.store.write() as connection:
            named = insert(Person).values(name=name, created_at=at).returning(Person.id)
            person_id = (await connection.execute(named)).scalar_one()
            row |= {"person_id": person_id, "created_at": at, "updated_at": at}
            await connection.execute(insert(Conversation).values(row | values))
            if channel == "whatsapp":
                identity = {"channel": channel, "kind": "phone", "value": address}
                identity |= {"person_id": person_id, "conversation_id": conversation_id}
                await connection.execute(
                    insert(ChannelIdentity).values(identity | {"created_at": at})
                )
        await self.says(conversation_id, text)

    async def says(self, conversation_id: str, text: str) -> None:
        """One more message of theirs, as the inbox stores it."""
        table = conversation_table
        async with self.desk.store.write() as connection:
            advanced = await connection.execute(
                update(table)
                .where(table.c.id == conversation_id)
                .values(last_position=table.c.last_position + 1, updated_at=now())
                .returning(table.c.last_position)
            )
            row = {"conversation_id": conversation_id, "position": advanced.scalar_one()}
            row |= {"direction": "in", "author": "user", "status": "done", "text": text}
            await connection.execute(insert(Message).values(row | {"created_at": now()}))

    async def waits(self, conversation_id: str, text: str = "Salam", **values: Any) -> None:
        """Somebody who has written and asked for a person."""
        await self.person(conversation_id, text, **values)
        async with self.desk.store.write() as connection:
            await self.desk.handoff.request(connection, conversation_id, "asked")

    async def claim(self, conversation_id: str, member: Member) -> None:
        """A member takes it."""
        voice = self.desk.handoff.voice
        async with self.desk.store.write() as connection:
            await staffing.claim(connection, voice, conversation_id, actor(member.id), now())

    async def audit(self) -> Sequence[str]:
        """The actions on record, the oldest first."""
        async with self.desk.store.read() as session:
            return list(await session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))
