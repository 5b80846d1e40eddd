"""The way in: a message is stored once, in its conversation's order, before anything is asked."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Incoming, Question
from bot.store import Store, insert_for
from bot.tables import ANSWERING, BOT, IN, OPEN, WAITING, Conversation, Message, now


async def accept(store: Store, incoming: Incoming) -> tuple[Question, bool]:
    """Store a message; the same external id again gives the stored one and False."""
    try:
        async with store.write() as session:
            return await _insert(session, incoming), True
    except IntegrityError:
        if incoming.external_id is None:
            raise
    async with store.read() as session:
        return await _by_external_id(session, incoming), False


async def _insert(session: AsyncSession, incoming: Incoming) -> Question:
    at = now()
    conversation = await _next_position(session, incoming, at)
    values = {
        "conversation_id": incoming.conversation_id,
        "position": conversation.last_position,
        "direction": IN,
        "status": WAITING,
        "text": incoming.text,
        "external_id": incoming.external_id,
        "payload": incoming.payload,
        "refused": incoming.refused,
        "attempts": 0,
        "created_at": at,
    }
    insert = insert_for(session)(Message.__table__).values(values)
    message_id = (await session.execute(insert.returning(Message.__table__.c.id))).scalar_one()
    return Question(
        id=message_id,
        conversation_id=incoming.conversation_id,
        channel=incoming.channel,
        position=conversation.last_position,
        text=incoming.text,
        external_id=incoming.external_id,
        payload=incoming.payload,
        refused=incoming.refused,
        language=conversation.language,
        chosen_language=conversation.chosen_language,
        at=at,
    )


async def _next_position(session: AsyncSession, incoming: Incoming, at: datetime) -> Row[Any]:
    table = Conversation.__table__
    insert = insert_for(session)(table).values(
        id=incoming.conversation_id,
        channel=incoming.channel,
        owner=BOT,
        version=0,
        chosen_language=incoming.language,
        last_position=1,
        created_at=at,
        updated_at=at,
    )
    changes = {"last_position": table.c.last_position + 1, "updated_at": at}
    if incoming.language:
        changes["chosen_language"] = incoming.language
    statement = insert.on_conflict_do_update(index_elements=[table.c.id], set_=changes)
    return (
        await session.execute(
            statement.returning(
                table.c.last_position, table.c.language, table.c.chosen_language
            )
        )
    ).one()


_QUESTIONS = (
    select(
        Message.id,
        Message.conversation_id,
        Conversation.channel,
        Message.position,
        Message.text,
        Message.external_id,
        Message.payload,
        Message.refused,
        Conversation.language,
        Conversation.chosen_language,
        Message.created_at.label("at"),
    )
    .join(Conversation, Conversation.id == Message.conversation_id)
    .where(Message.direction == IN)
)


async def _by_external_id(session: AsyncSession, incoming: Incoming) -> Question:
    row = (
        await session.execute(
            _QUESTIONS.where(
                Message.conversation_id == incoming.conversation_id,
                Message.external_id == incoming.external_id,
            )
        )
    ).one()
    return Question(**row._mapping)


async def unanswered(store: Store) -> list[Question]:
    """All questions that wait, the oldest of each conversation first: left by a crash or a stop."""
    async with store.read() as session:
        rows = await session.execute(
            _QUESTIONS.where(Message.status.in_(OPEN)).order_by(
                Message.conversation_id, Message.position
            )
        )
        return [Question(**row._mapping) for row in rows]


async def claim(store: Store, question: Question) -> bool:
    """Mark a question as being answered; False when it has its answer already."""
    statement = (
        update(Message.__table__)  # type: ignore[arg-type]
        .where(Message.id == question.id, Message.status.in_(OPEN))
        .values(status=ANSWERING, attempts=Message.attempts + 1)
    )
    async with store.write() as session:
        result = await session.execute(statement.returning(Message.__table__.c.id))
        return result.scalar_one_or_none() is not None
