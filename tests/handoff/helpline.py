"""A helpline in a test: people who write, staff at their consoles, a clock that is set by hand."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.handoff import Handoff, Post, presence
from bot.messages import BotMessage
from bot.outbox import post
from bot.store import Store
from bot.tables import Conversation, Message, conversation_table
from bot.tables.handoff import ConversationTimer, HandoffEvent
from bot.tables.handoff import Handoff as Episode
from bot.tables.staff import StaffMember
from bot.tables.teams import Team, TeamMember
from programmes.translated import Translated

#: A Monday, 10:00 in Pakistan.
MONDAY = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
NAMES = ("Ayesha Khan", "Bilal Ahmed", "Chaudhry Saleem")


@dataclass
class Helpline:
    """The handoff on a database, with its own clock."""

    store: Store
    now: datetime = MONDAY
    post: Post = post
    handoff: Handoff = field(init=False)

    def __post_init__(self) -> None:
        self.handoff = Handoff(self.post, lambda: self.now)

    @property
    def voice(self) -> Any:
        return self.handoff.voice

    def later(self, **span: float) -> datetime:
        self.now += timedelta(**span)
        return self.now

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        async with self.store.write() as connection:
            yield connection

    async def person(self, conversation_id: str, language: str = "en", **values: Any) -> None:
        channel = conversation_id.partition(":")[0]
        values = {"heard_at": self.now, "language": language, "channel": channel} | values
        async with self.write() as connection:
            await connection.execute(
                insert(Conversation).values(
                    id=conversation_id,
                    **values,
                    owner="bot",
                    version=0,
                    address="",
                    last_position=0,
                    created_at=self.now,
                    updated_at=self.now,
                )
            )

    async def said(self, conversation_id: str, text: str, **details: Any) -> None:
        async with self.write() as connection:
            await self.receive(connection, conversation_id, text, **details)

    async def receive(
        self, connection: AsyncConnection, conversation_id: str, text: str, **details: Any
    ) -> None:
        """Store a message as the inbox does."""
        table = conversation_table
        advanced = await connection.execute(
            table.update()
            .where(table.c.id == conversation_id)
            .values(last_position=table.c.last_position + 1, heard_at=self.now)
            .returning(table.c.last_position)
        )
        await connection.execute(
            insert(Message).values(
                conversation_id=conversation_id,
                position=advanced.scalar_one(),
                direction="in",
                status="done",
                text=text,
                details=details or None,
                created_at=self.now,
            )
        )

    async def staff(self, count: int = 3, **values: Any) -> list[int]:
        languages = ["en", "ur", "roman_ur"]
        rows = [
            {"name": NAMES[n], "email": f"staff{n}@example.pk", "role": "agent", "provinces": []}
            | {"languages": languages, "capacity": 5, "availability": "online"}
            | values
            for n in range(count)
        ]
        async with self.write() as connection:
            added = await connection.execute(
                insert(StaffMember).returning(StaffMember.id, sort_by_parameter_order=True), rows
            )
            return list(added.scalars())

    async def online(self, *staff: int) -> None:
        async with self.write() as connection:
            for each in staff:
                await presence.beat(connection, each, self.now)

    async def team(
        self, key: str = "finance", staff: list[int] | None = None, **values: Any
    ) -> int:
        name = Translated(key.title(), key.title(), key.title())
        async with self.write() as connection:
            given = {"key": key, "name": name, "assignment": "manual"} | values
            added = await connection.execute(insert(Team).values(**given).returning(Team.id))
            team_id = int(added.scalar_one())
            for each in staff or ():
                row = {"team_id": team_id, "staff_id": each}
                await connection.execute(insert(TeamMember).values(**row))
        return team_id

    async def request(self, conversation_id: str, reason: str = "asked") -> list[BotMessage]:
        async with self.write() as connection:
            return await self.handoff.request(connection, conversation_id, reason)

    async def tick(self) -> None:
        await self.handoff.timekeeper(self.store).tick()

    async def owner(self, conversation_id: str) -> str:
        async with self.store.read() as session:
            row = await session.get(Conversation, conversation_id)
            assert row is not None
            return row.owner

    async def episode(self, conversation_id: str) -> Episode:
        async with self.store.read() as session:
            newest = select(Episode).where(Episode.conversation_id == conversation_id)
            found = await session.scalar(newest.order_by(Episode.id.desc()).limit(1))
            assert found is not None
            return found

    async def events(self, conversation_id: str) -> list[HandoffEvent]:
        async with self.store.read() as session:
            of = select(HandoffEvent).where(HandoffEvent.conversation_id == conversation_id)
            return list(await session.scalars(of.order_by(HandoffEvent.version)))

    async def timers(self, conversation_id: str) -> dict[str, datetime]:
        async with self.store.read() as session:
            of = ConversationTimer.conversation_id == conversation_id
            rows = await session.scalars(select(ConversationTimer).where(of))
            return {row.kind: row.due_at for row in rows}

    async def told(self, conversation_id: str) -> list[tuple[str, str]]:
        """Author and text of what went out, in order."""
        async with self.store.read() as session:
            out = select(Message.author, Message.text).where(
                Message.conversation_id == conversation_id, Message.direction == "out"
            )
            return [
                (row.author, row.text)
                for row in await session.execute(out.order_by(Message.position))
            ]
