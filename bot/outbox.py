"""The way out: an answer and the end of its question are one transaction."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import references, statements
from bot.messages import BotMessage, Question, Reply, Turn
from bot.store import Store
from bot.tables import DONE, FAILED, OUT, now


class AlreadyAnswered(Exception):
    """Another worker stored an answer meanwhile; this one is thrown away."""


async def finish(
    store: Store, question: Question, reply: Reply, button_life: timedelta, failed: bool = False
) -> Turn:
    """Store the answer, what its buttons stand for, and that the question is done.

    Raises:
        AlreadyAnswered: the question was closed meanwhile; nothing is stored.
    """
    at = now()
    messages, payloads = references.refer(
        reply.messages, question.conversation_id, at + button_life
    )
    async with store.write() as connection:
        await _close(connection, question, reply, FAILED if failed else DONE)
        owner, last = await _advance(connection, question, reply, len(messages))
        rows = _rows(question, reply, messages, last - len(messages) + 1)
        await connection.execute(statements.ADD_MESSAGES, rows)
        if payloads:
            await connection.execute(statements.ADD_REFERENCES, payloads)
    return Turn(
        conversation_id=question.conversation_id,
        question=question.position,
        position=last,
        external_id=question.external_id,
        owner=owner,
        language=reply.language,
        intent=reply.intent,
        replies=messages,
    )


async def _close(
    connection: AsyncConnection, question: Question, reply: Reply, status: str
) -> None:
    values = {
        "message_id": question.id,
        "new_status": status,
        "new_language": reply.language,
        "new_intent": reply.intent,
        "new_details": dict(reply.details) or None,
        "new_finished_at": now(),
    }
    closed = await connection.execute(statements.CLOSE, values)
    if closed.scalar_one_or_none() is None:
        raise AlreadyAnswered


async def _advance(
    connection: AsyncConnection, question: Question, reply: Reply, count: int
) -> tuple[str, int]:
    values = {"conversation_id": question.conversation_id, "count": count, "at": now()}
    if reply.language is not None:
        values["new_language"] = reply.language
    statement = statements.advance(reply.language is not None)
    row = (await connection.execute(statement, values)).one()
    return row.owner, row.last_position


def _rows(
    question: Question, reply: Reply, messages: tuple[BotMessage, ...], first: int
) -> list[dict[str, Any]]:
    at = now()
    return [
        {
            "conversation_id": question.conversation_id,
            "position": position,
            "direction": OUT,
            "status": DONE,
            "text": message.text,
            "refused": False,
            "buttons": [asdict(button) for button in message.buttons] or None,
            "reply_to": question.id,
            "language": reply.language,
            "intent": reply.intent,
            "attempts": 0,
            "created_at": at,
            "finished_at": at,
        }
        for position, message in enumerate(messages, start=first)
    ]
