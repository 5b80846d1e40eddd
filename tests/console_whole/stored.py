"""What these tests read from the database, and the one thing that they set: how late it is."""

from datetime import timedelta

from sqlalchemy import select, update

from bot.desk import Desk
from bot.tables import Conversation, conversation_table
from bot.tables.columns import now
from bot.tables.handoff import Handoff


async def heard_long_ago(desk: Desk, conversation_id: str) -> None:
    """As if the person had last written a day and an hour ago."""
    table, at = conversation_table, now() - timedelta(hours=25)
    async with desk.store.write() as connection:
        of_it = update(table).where(table.c.id == conversation_id)
        await connection.execute(of_it.values(heard_at=at))


async def key_of(desk: Desk, conversation_id: str) -> str:
    """What the console calls a conversation."""
    found = select(Conversation.key).where(Conversation.id == conversation_id)
    async with desk.store.read() as session:
        return (await session.scalars(found)).one()


async def episode_of(desk: Desk, conversation_id: str) -> Handoff:
    """The newest time that a person of the helpline was asked for."""
    newest = select(Handoff).where(Handoff.conversation_id == conversation_id)
    async with desk.store.read() as session:
        found = await session.scalar(newest.order_by(Handoff.id.desc()).limit(1))
    assert found is not None
    return found
