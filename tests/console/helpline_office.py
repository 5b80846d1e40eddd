"""A helpline's console in a test: board, administration and canned answers, with staff logged in."""

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
from console_desk import key_of
from fastapi import FastAPI
from sqlalchemy import insert, select, update

from bot.console import admin, board
from bot.console.canned import starting as canned_answers
from bot.handoff import Handoff, presence, starting
from bot.handoff.teams import set_teams
from bot.outbox import post
from bot.security_headers import SecurityHeaders
from bot.settings import Settings
from bot.staff import members, sessions
from bot.staff.cookies import SECURE_NAME
from bot.staff.members import Member, NewMember
from bot.staff.routes import install
from bot.store import Store
from bot.tables import Conversation, Message, Person
from bot.tables.columns import now
from bot.tables.staff import AuditEntry, Availability, Role, member_table
from bot.tables.teams import team_table
from programmes.database import create_engine
from programmes.database import sessions as database_sessions
from programmes.loading import load

ROOT = Path(__file__).parents[2]
STARTER = ROOT / "data" / "helpline"
PROGRAMMES = ROOT / "tests" / "programmes" / "data"


@dataclass
class Browser:
    """A member's browser on the console."""

    client: httpx.AsyncClient
    member: Member

    async def see(self, path: str, **headers: str) -> httpx.Response:
        """Open a page."""
        return await self.client.get(f"/console{path}", headers=headers)

    async def send(self, path: str, form: dict[str, Any] | None = None) -> httpx.Response:
        """Send a form with the session's own token."""
        page = await self.client.get("/console/sessions")
        token = re.search(r'name="csrf" value="([\w-]+)"', page.text)
        assert token is not None
        return await self.client.post(f"/console{path}", data={"csrf": token[1], **(form or {})})


@dataclass
class HelplineOffice:
    """The console on a database with starter data."""

    app: FastAPI
    store: Store
    handoff: Handoff

    async def hire(
        self, name: str = "Sana", role: Role = Role.AGENT, teams: Sequence[str] = ()
    ) -> Member:
        """A member with an open account, in some teams."""
        async with self.store.write() as connection:
            new = NewMember(f"{name.lower()}@helpline.example", name, role, ("en", "ur"))
            number = await members.add(connection, new, now())
            keys = team_table.c.key.in_(teams)
            found = await connection.scalars(select(team_table.c.id).where(keys))
            await set_teams(connection, number, list(found))
            await connection.execute(
                update(member_table)
                .where(member_table.c.id == number)
                .values(password_hash="x", totp_confirmed_at=now())
            )
            return await members.by_id(connection, number)

    async def online(self, *staff: Member) -> None:
        """Their consoles are open."""
        async with self.store.write() as connection:
            for each in staff:
                await members.set_availability(connection, each.id, Availability.ONLINE)
                await presence.beat(connection, each.id, now())

    @asynccontextmanager
    async def browser(self, member: Member) -> AsyncIterator[Browser]:
        """A browser in which the member is logged in, second factor given."""
        async with self.store.write() as connection:
            token = await sessions.start(
                connection, member, "Firefox", now(), second_factor_at=now()
            )
        headers = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app),
            base_url="https://desk.example",
            headers=headers,
            cookies={SECURE_NAME: token},
        ) as client:
            yield Browser(client, member)

    async def person(self, conversation_id: str, name: str, text: str = "Salam") -> None:
        """Somebody who has written."""
        at = now()
        async with self.store.write() as connection:
            added = await connection.execute(
                insert(Person).values(name=name, created_at=at).returning(Person.id)
            )
            shared = {"created_at": at, "updated_at": at}
            channel = conversation_id.partition(":")[0]
            await connection.execute(
                insert(Conversation).values(
                    id=conversation_id,
                    key=key_of(conversation_id),
                    channel=channel,
                    person_id=added.scalar_one(),
                    owner="bot",
                    version=0,
                    address="",
                    last_position=1,
                    heard_at=at,
                    language="en",
                    **shared,
                )
            )
            values = {"conversation_id": conversation_id, "position": 1, "text": text}
            said = {"direction": "in", "status": "done", "created_at": at, **values}
            await connection.execute(insert(Message).values(said))

    async def asks(self, conversation_id: str, name: str) -> None:
        """Somebody who waits for a person."""
        await self.person(conversation_id, name)
        async with self.store.write() as connection:
            await self.handoff.request(connection, conversation_id, "asked")

    async def owner(self, conversation_id: str) -> str:
        """Whose the conversation is."""
        async with self.store.read() as session:
            row = await session.get(Conversation, conversation_id)
            assert row is not None
            return row.owner

    async def audit(self) -> Sequence[str]:
        """The actions on record, the oldest first."""
        async with self.store.read() as session:
            return list(await session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


@asynccontextmanager
async def opened(url: str, programmes: bool = False) -> AsyncIterator[HelplineOffice]:
    """The office; with `programmes`, the small programme database too."""
    engine = create_engine(url)
    store, handoff = Store(engine), Handoff(post)
    async with store.write() as connection:
        await starting.load(connection, STARTER)
        await canned_answers.load(connection, STARTER)
    if programmes:
        await load(database_sessions(engine), [PROGRAMMES], date(2026, 4, 1), production=False)
    settings = Settings(_env_file=None, database_url=url, public_url="https://desk.example")
    app = FastAPI()
    app.state.desk = SimpleNamespace(store=store, settings=settings, handoff=handoff)
    install(app)
    app.include_router(board.router)
    app.include_router(admin.router)
    app.add_middleware(SecurityHeaders)
    yield HelplineOffice(app, store, handoff)
    await engine.dispose()
