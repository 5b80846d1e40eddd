"""The way out: an answer and the end of its question are one transaction."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot import references
from bot.messages import BotMessage, Question, Reply, Turn
from bot.store import Store
from bot.tables import DONE, FAILED, OPEN, OUT, Conversation, Message, now


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
    async with store.write() as session:
        await _close(session, question, reply, FAILED if failed else DONE)
        owner, last = await _advance(session, question, reply, len(messages))
        rows = _rows(question, reply, messages, last - len(messages) + 1)
        await session.execute(insert(Message.__table__), rows)  # type: ignore[arg-type]
        await references.store(session, payloads)
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


async def _close(session: AsyncSession, question: Question, reply: Reply, status: str) -> None:
    table = Message.__table__
    closed = await session.execute(
        update(table)  # type: ignore[arg-type]
        .where(table.c.id == question.id, table.c.status.in_(OPEN))
        .values(
            status=status,
            language=reply.language,
            intent=reply.intent,
            details=dict(reply.details) or None,
            finished_at=now(),
        )
        .returning(table.c.id)
    )
    if closed.scalar_one_or_none() is None:
        raise AlreadyAnswered


async def _advance(
    session: AsyncSession, question: Question, reply: Reply, count: int
) -> tuple[str, int]:
    table = Conversation.__table__
    changes: dict[str, Any] = {"last_position": table.c.last_position + count, "updated_at": now()}
    if reply.language:
        changes["language"] = reply.language
    row = (
        await session.execute(
            update(table)  # type: ignore[arg-type]
            .where(table.c.id == question.conversation_id)
            .values(changes)
            .returning(table.c.owner, table.c.last_position)
        )
    ).one()
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
