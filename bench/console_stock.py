"""A helpline at work, put into a database: staff who are logged in, and conversations they have."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import inbox, outbox
from bot.channels.whatsapp.fields import NAME as WHATSAPP
from bot.channels.whatsapp.senders import PHONE
from bot.handoff import Handoff, presence, rules, staffing
from bot.messages import Identity, Incoming, Sender
from bot.staff import members, sessions
from bot.staff.members import NewMember
from bot.store import Store
from bot.tables import DONE, conversation_table, message_table, now
from bot.tables.staff import Availability, Role, member_table
from programmes.database import create_engine

#: One in so many of the staff is a supervisor, who is told of every conversation.
_SUPERVISED: Final = 10


@dataclass(frozen=True, slots=True)
class Member:
    """A member of staff with an open console."""

    staff_id: int
    token: str
    is_supervisor: bool


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation on WhatsApp that a member of staff has."""

    key: str
    """What the console calls it."""
    phone: str
    staff_id: int
    position: int
    """Of the last message so far."""


@dataclass(frozen=True, slots=True)
class Stock:
    """All of it."""

    staff: tuple[Member, ...]
    talks: tuple[Talk, ...]


async def stock(database_url: str, staff: int, conversations: int) -> Stock:
    """Fill a database that has its tables and nothing in them."""
    engine = create_engine(database_url)
    store, at = Store(engine), now()
    try:
        async with store.write() as connection:
            hired = [await _hire(connection, number, at) for number in range(staff)]
        agents = [one for one in hired if not one.is_supervisor]
        talks = [
            await _talk(store, agents[number % len(agents)].staff_id, number, at)
            for number in range(conversations)
        ]
        async with store.write() as connection:
            await _settle(connection)
    finally:
        await engine.dispose()
    return Stock(tuple(hired), tuple(talks))


async def _hire(connection: AsyncConnection, number: int, at: datetime) -> Member:
    is_supervisor = number % _SUPERVISED == _SUPERVISED - 1
    role = Role.SUPERVISOR if is_supervisor else Role.AGENT
    new = NewMember(f"staff{number}@helpline.example", f"Staff {number}", role, ("en", "ur"))
    staff_id = await members.add(connection, new, at)
    values = {"availability": Availability.ONLINE, "password_hash": "-", "capacity": 100}
    await connection.execute(
        update(member_table).where(member_table.c.id == staff_id).values(**values)
    )
    await presence.beat(connection, staff_id, at)
    member = await members.by_id(connection, staff_id)
    token = await sessions.start(connection, member, "bench", at)
    return Member(staff_id, token, is_supervisor)


async def _talk(store: Store, staff_id: int, number: int, at: datetime) -> Talk:
    """A person writes, and the member takes the conversation over, all by the desk's own code."""
    phone = f"92300{number:07}"
    sender = Sender(WHATSAPP, (Identity(PHONE, phone),), phone, f"Person {number}")
    asked = Incoming(sender, "A loan for my shop, please.", f"wamid.FIRST{number:08}")
    (accepted,) = await inbox.accept(store, [asked], lambda: None)
    conversation_id, actor = accepted.question.conversation_id, rules.staff(staff_id)
    async with store.write() as connection:
        voice = Handoff(outbox.post).voice
        await staffing.take_over(connection, voice, conversation_id, actor, at)
        statement = (
            update(conversation_table)
            .where(conversation_table.c.id == conversation_id)
            .values(language="en")
            .returning(conversation_table.c.key, conversation_table.c.last_position)
        )
        row = (await connection.execute(statement)).one()
    return Talk(row.key, phone, staff_id, row.last_position)


async def _settle(connection: AsyncConnection) -> None:
    """Nothing waits to be answered or sent: only what comes from now on is work."""
    await connection.execute(update(message_table).values(status=DONE))
    idle = {"answer_due": None, "answer_holder": None, "answer_until": None, "send_due": None}
    await connection.execute(update(conversation_table).values(**idle))
