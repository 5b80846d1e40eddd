"""What the assistant would say to the person's last words, for staff to edit and send."""

import secrets
from datetime import datetime
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.engine import Engine
from bot.errors import EngineUnavailable
from bot.handoff.ownership import Ownership
from bot.messages import Kind
from bot.store import Store
from bot.tables import IN, Message
from bot.typed import defuse
from programmes.models import Ticket

#: A draft is asked for under a name of its own, so that the person's dialogue does not move.
_PREFIX: Final = "draft"


async def draft(
    store: Store, engine: Engine, owned: Ownership, longest: int, at: datetime
) -> str | None:
    """The assistant's words, or None: the person has written nothing, or the engine is away.

    What the answer may have opened on the way is taken back; nobody asked for it.
    """
    async with store.read() as session:
        words = await _last_words(session, owned.conversation_id)
    if words is None:
        return None
    name = f"{_PREFIX}:{secrets.token_hex(8)}"
    metadata = {
        "language": owned.language,
        "language_fixed": owned.language is not None,
        "channel": owned.channel,
        "message_id": f"{name}#1",
        "now": at.isoformat(),
        "staffed": True,
    }
    try:
        reply = await engine.reply(name, defuse(words[:longest]), metadata)
    except EngineUnavailable:
        return None
    finally:
        async with store.write() as connection:
            await connection.execute(delete(Ticket).where(Ticket.conversation_id == name))
    return "\n\n".join(message.text for message in reply.messages if message.text) or None


async def _last_words(session: AsyncSession, conversation_id: str) -> str | None:
    statement = (
        select(Message.text)
        .where(
            Message.conversation_id == conversation_id,
            Message.direction == IN,
            Message.kind == Kind.TEXT,
        )
        .order_by(Message.position.desc())
        .limit(1)
    )
    return await session.scalar(statement)
