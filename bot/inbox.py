"""The way in: a message is stored once, in its conversation's order, before anything is asked."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from bot import statements
from bot.messages import Incoming, Question
from bot.store import Store
from bot.tables import ANSWERING, BOT, IN, OPEN, WAITING, Conversation, Message, now


async def accept(store: Store, incoming: Incoming, at_once: bool) -> tuple[Question, bool]:
    """Store a message; the same external id again gives the stored one and False.

    `at_once` says that nothing stands before it, so that it is claimed in the same transaction.
    """
    try:
        async with store.write() as connection:
            return await _add(connection, incoming, at_once), True
    except IntegrityError:
        if incoming.external_id is None:
            raise
    async with store.read() as session:
        return await _by_external_id(session, incoming), False


async def _add(connection: AsyncConnection, incoming: Incoming, at_once: bool) -> Question:
    at = now()
    conversation = await _enter(connection, incoming, at)
    values = {
        "conversation_id": incoming.conversation_id,
        "position": conversation.last_position,
        "direction": IN,
        "status": ANSWERING if at_once else WAITING,
        "text": incoming.text,
        "external_id": incoming.external_id,
        "payload": incoming.payload,
        "refused": incoming.refused,
        "attempts": 1 if at_once else 0,
        "created_at": at,
    }
    added = await connection.execute(statements.ADD_QUESTION, values)
    return Question(
        id=added.scalar_one(),
        conversation_id=incoming.conversation_id,
        channel=incoming.channel,
        position=conversation.last_position,
        text=incoming.text,
        external_id=incoming.external_id,
        payload=incoming.payload,
        refused=incoming.refused,
        language=incoming.language or conversation.language,
        chosen_language=conversation.chosen_language,
        at=at,
        is_claimed=at_once,
    )


async def _enter(connection: AsyncConnection, incoming: Incoming, at: datetime) -> Row[Any]:
    values = {
        "id": incoming.conversation_id,
        "channel": incoming.channel,
        "owner": BOT,
        "version": 0,
        "chosen_language": incoming.language,
        "last_position": 1,
        "created_at": at,
        "updated_at": at,
    }
    statement = statements.enter(connection.dialect.name, incoming.language is not None)
    return (await connection.execute(statement, values)).one()


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
    async with store.write() as connection:
        values = {"message_id": question.id, "new_status": ANSWERING}
        claimed = await connection.execute(statements.CLAIM, values)
        return claimed.scalar_one_or_none() is not None
