"""Whose message it is: a channel's identities are mapped to people and their conversations."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.channels.events import Moved
from bot.messages import Identity, Sender
from bot.tables import ChannelIdentity, Conversation, Person, conversation_table, now

_INSERTS: Final[dict[str, Callable[..., Any]]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


async def conversation_of(connection: AsyncConnection, sender: Sender) -> tuple[str, set[Identity]]:
    """The conversation that a sender's messages belong to, and which identities are known already.

    The first identity of the sender that is known decides; where none is, the first names a new
    conversation: `<channel>:<value>`.
    """
    rows = (
        await connection.execute(
            select(
                ChannelIdentity.kind, ChannelIdentity.value, ChannelIdentity.conversation_id
            ).where(ChannelIdentity.channel == sender.channel, _any_of(sender.identities))
        )
    ).all()
    known = {Identity(row.kind, row.value): row.conversation_id for row in rows}
    for identity in sender.identities:
        if identity in known:
            place = known[identity]
            return place, {one for one, where in known.items() if where == place}
    return f"{sender.channel}:{sender.identities[0].value}", set()


async def remember(
    connection: AsyncConnection,
    sender: Sender,
    conversation_id: str,
    person_id: int | None,
    missing: Sequence[Identity],
    at: datetime,
) -> None:
    """Make the person of a new conversation, and map identities that were not known to it."""
    if person_id is None:
        added = await connection.execute(
            insert(Person).values(name=_short(sender.name), created_at=at).returning(Person.id)
        )
        person_id = added.scalar_one()
        await connection.execute(
            update(conversation_table)
            .where(Conversation.id == conversation_id)
            .values(person_id=person_id)
        )
    for identity in missing:
        await _map(connection, sender.channel, identity, conversation_id, person_id, at)


async def move(connection: AsyncConnection, moved: Moved) -> bool:
    """Give the conversation of an old identity to its new ones. False where nobody had the old."""
    row = (
        await connection.execute(
            select(ChannelIdentity.conversation_id, ChannelIdentity.person_id).where(
                ChannelIdentity.channel == moved.channel, _any_of([moved.old])
            )
        )
    ).one_or_none()
    if row is None:
        return False
    for identity in moved.new:
        await _map(connection, moved.channel, identity, row.conversation_id, row.person_id, now())
    await connection.execute(
        update(conversation_table)
        .where(Conversation.id == row.conversation_id)
        .values(address=moved.address)
    )
    return True


async def _map(
    connection: AsyncConnection,
    channel: str,
    identity: Identity,
    conversation_id: str,
    person_id: int,
    at: datetime,
) -> None:
    statement = _INSERTS[connection.dialect.name](ChannelIdentity).values(
        channel=channel,
        kind=identity.kind,
        value=identity.value,
        person_id=person_id,
        conversation_id=conversation_id,
        created_at=at,
    )
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=["channel", "kind", "value"],
            set_={"person_id": person_id, "conversation_id": conversation_id},
        )
    )


def _any_of(identities: Sequence[Identity]) -> ColumnElement[bool]:
    return or_(
        *(
            and_(ChannelIdentity.kind == one.kind, ChannelIdentity.value == one.value)
            for one in identities
        )
    )


def _short(name: str | None) -> str | None:
    return name[:200] if name else None
