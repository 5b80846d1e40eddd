"""Conversations that stand in every relation to who asks for them, and what must not change."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from authorisation_table import Relation
from console_desk import ConsoleDesk
from sqlalchemy import func, insert, select, update

from bot.handoff import leaving, staffing
from bot.handoff.names import Outcome
from bot.handoff.rules import staff as actor
from bot.staff.members import Member
from bot.tables import Conversation, Media, Message
from bot.tables.columns import now
from bot.tables.handoff import (
    ConversationLabel,
    ConversationNote,
    Handoff,
    HandoffEvent,
    handoff_table,
)
from bot.tables.reading import ConversationReading
from bot.tables.staff import Role
from bot.tables.teams import team_table

#: Stands in every conversation; who may not open one never reads it.
SECRET = "my shop in Sargodha is closing"
_TEAMS = {
    Relation.TEAM_QUEUE: "finance",
    Relation.COLLEAGUE: "finance",
    Relation.OTHER_QUEUE: "export",
    Relation.STRANGER: "export",
}


@dataclass
class Cast:
    """Somebody of a role, colleagues, and people who write."""

    office: ConsoleDesk
    me: Member
    colleague: Member
    _numbers: Any = field(default_factory=count)
    _kept: dict[Relation, tuple[str, int]] = field(default_factory=dict)

    async def fresh(self, relation: Relation) -> tuple[str, int]:
        """A conversation in the relation with a file: a new one if it was used up."""
        if relation not in self._kept:
            name = await self.conversation(relation)
            self._kept[relation] = (name, await self.file(name))
        return self._kept[relation]

    def used_up(self, relation: Relation) -> None:
        """The object may stand differently now."""
        del self._kept[relation]

    async def conversation(self, relation: Relation) -> str:
        """A new one that stands in the relation to `me`."""
        name = f"web:00000000-0000-4000-8000-{next(self._numbers):012}"
        await self.office.person(name, SECRET, name="Ayesha Khan")
        if relation is Relation.ASSISTANT:
            return name
        await self._waits_for(name, _TEAMS.get(relation, "export"))
        owner = self.me if relation in (Relation.OWN, Relation.EARLIER) else self.colleague
        if relation not in (Relation.TEAM_QUEUE, Relation.OTHER_QUEUE):
            await self._taken(name, owner)
        if relation in (Relation.EARLIER, Relation.CLOSED):
            await self._closed(name, owner)
        return name

    async def file(self, conversation_id: str) -> int:
        """A file of the conversation; gives its number."""
        async with self.office.desk.store.write() as connection:
            message = select(Message.id).where(Message.conversation_id == conversation_id)
            number = (await connection.execute(message.limit(1))).scalar_one()
            values = {"message_id": number, "channel": "web", "kind": "image", "attempts": 0}
            values |= {"provider_id": "x", "created_at": now()}
            added = await connection.execute(insert(Media).values(values).returning(Media.id))
            return int(added.scalar_one())

    async def standing(self, conversation_id: str) -> tuple[object, ...]:
        """Everything of a conversation that an action could change."""
        async with self.office.desk.store.read() as session:
            of_it = Conversation.id == conversation_id
            found = select(Conversation.owner, Conversation.version, Conversation.last_position)
            counted = [
                await session.scalar(
                    select(func.count()).where(table.conversation_id == conversation_id)
                )
                for table in (
                    *(Message, Handoff, HandoffEvent),
                    *(ConversationNote, ConversationLabel, ConversationReading),
                )
            ]
            return (*(await session.execute(found.where(of_it))).one(), *counted)

    async def _waits_for(self, name: str, team: str) -> None:
        async with self.office.desk.store.write() as connection:
            await self.office.desk.handoff.request(connection, name, "asked")
            of_key = select(team_table.c.id).where(team_table.c.key == team)
            await connection.execute(
                update(handoff_table)
                .where(handoff_table.c.conversation_id == name)
                .values(team_id=of_key.scalar_subquery())
            )

    async def _taken(self, name: str, by: Member) -> None:
        voice = self.office.desk.handoff.voice
        async with self.office.desk.store.write() as connection:
            await staffing.take_over(connection, voice, name, actor(by.id), now())

    async def _closed(self, name: str, by: Member) -> None:
        voice = self.office.desk.handoff.voice
        async with self.office.desk.store.write() as connection:
            await leaving.close(connection, voice, name, Outcome.SOLVED, actor(by.id), now())


async def cast_of(office: ConsoleDesk, role: Role) -> Cast:
    """Somebody of the role in the finance team; a colleague in finance and export."""
    me = await office.hire("Sana", role, ("finance",))
    colleague = await office.hire("Bilal", Role.AGENT, ("finance", "export"))
    return Cast(office, me, colleague)
