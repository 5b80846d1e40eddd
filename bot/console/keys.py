"""The keys by which the console names conversations: an id may hold a phone number, a key tells
nothing and cannot be guessed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Depends
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from bot.handoff.errors import NoConversation
from bot.staff.web import CurrentStaff, TheStore
from bot.tables import conversation_table

_KEY: Final = re.compile(r"[A-Za-z0-9_-]{16,24}")
_conversation = conversation_table.c


@dataclass(frozen=True, slots=True)
class Named:
    """A conversation: `id` for the database, `key` for all that leaves the desk."""

    id: str
    key: str


async def found(database: AsyncConnection | AsyncSession, key: str) -> Named | None:
    """The conversation of a key; None for an unknown key and for what cannot be one."""
    if not _KEY.fullmatch(key):
        return None
    statement = select(_conversation.id).where(_conversation.key == key)
    conversation_id = (await database.execute(statement)).scalar_one_or_none()
    return None if conversation_id is None else Named(conversation_id, key)


async def named(database: AsyncConnection | AsyncSession, key: str) -> Named:
    """The conversation of a key.

    Raises:
        NoConversation: there is none of that key.
    """
    here = await found(database, key)
    if here is None:
        raise NoConversation("There is no such conversation.")
    return here


async def keys_of(session: AsyncSession, conversation_ids: Sequence[str]) -> Mapping[str, str]:
    """The keys of these conversations; one that is not there is left out."""
    statement = select(_conversation.id, _conversation.key).where(
        _conversation.id.in_(conversation_ids)
    )
    return {row.id: row.key for row in await session.execute(statement)}


async def asked(key: str, store: TheStore, _: CurrentStaff) -> Named:
    """The conversation that a request's path names, for who is logged in.

    Raises:
        NoConversation: there is none of that key.
    """
    async with store.read() as session:
        return await named(session, key)


Asked = Annotated[Named, Depends(asked)]
