"""What has been said in a conversation, read back from the database."""

from collections.abc import Sequence
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot import questions
from bot.messages import BotMessage, Button, Post, Question, Turn
from bot.tables import IN, OPEN, OUT, Conversation, Message


async def conversation(session: AsyncSession, conversation_id: str) -> Conversation | None:
    """The conversation's row, or None when nothing has been said in it."""
    return await session.get(Conversation, conversation_id)


async def messages(
    session: AsyncSession, conversation_id: str, limit: int, before: int | None = None
) -> Sequence[Message]:
    """The newest `limit` messages (before a position), oldest first."""
    statement = select(Message).where(Message.conversation_id == conversation_id)
    if before is not None:
        statement = statement.where(Message.position < before)
    rows = await session.scalars(statement.order_by(Message.position.desc()).limit(limit))
    return list(reversed(rows.all()))


async def turn_of(session: AsyncSession, question: Question) -> Turn | None:
    """The stored answer of a question, or None while there is none."""
    status, owner = (
        await session.execute(
            select(Message.status, Conversation.owner)
            .join(Conversation, Conversation.id == Message.conversation_id)
            .where(Message.id == question.id)
        )
    ).one()
    if status in OPEN:
        return None
    rows = (
        await session.scalars(
            select(Message).where(Message.reply_to == question.id).order_by(Message.position)
        )
    ).all()
    if not rows:
        # Kept for staff, or silently: there is nothing to say.
        return Turn(
            question.conversation_id,
            question.position,
            question.position,
            question.external_id,
            owner,
            question.language,
            None,
            (),
        )
    return _turn(rows, question.position, question.external_id, owner)


async def turn_at(session: AsyncSession, conversation_id: str, position: int) -> Turn | None:
    """The stored answer of the question at this position, or None."""
    question = await questions.at(session, conversation_id, position)
    return await turn_of(session, question) if question else None


async def post_at(session: AsyncSession, conversation_id: str, position: int) -> Post | None:
    """What was said at this position without being asked, or None."""
    posts = await posts_after(session, conversation_id, position - 1, position)
    return posts[0] if posts else None


async def posts_after(
    session: AsyncSession, conversation_id: str, position: int, last: int | None = None
) -> list[Post]:
    """What staff or the desk said after a position (up to `last`) without being asked."""
    statement = (
        select(Message, Conversation.owner)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(
            Message.conversation_id == conversation_id,
            Message.direction == OUT,
            Message.reply_to.is_(None),
            Message.position > position,
        )
        .order_by(Message.position)
    )
    if last is not None:
        statement = statement.where(Message.position <= last)
    return [
        Post(
            conversation_id,
            row.position,
            owner,
            row.language,
            row.author,
            (BotMessage(row.text, buttons_of(row)),),
        )
        for row, owner in (await session.execute(statement)).all()
    ]


async def turns_after(session: AsyncSession, conversation_id: str, position: int) -> list[Turn]:
    """The answers that were stored after a position, for a reader who was away."""
    asked = aliased(Message)
    statement = (
        select(Message, asked.position, asked.external_id, Conversation.owner)
        .join(asked, asked.id == Message.reply_to)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(
            Message.conversation_id == conversation_id,
            Message.direction == OUT,
            Message.position > position,
            asked.direction == IN,
        )
        .order_by(Message.position)
    )
    rows = (await session.execute(statement)).all()
    turns = []
    for (number, external_id, owner), group in groupby(rows, key=lambda row: tuple(row[1:])):
        turns.append(_turn([row[0] for row in group], number, external_id, owner))
    return turns


def _turn(rows: Sequence[Message], question: int, external_id: str | None, owner: str) -> Turn:
    return Turn(
        conversation_id=rows[0].conversation_id,
        question=question,
        position=rows[-1].position,
        external_id=external_id,
        owner=owner,
        language=rows[0].language,
        intent=rows[0].intent,
        replies=tuple(BotMessage(row.text, buttons_of(row)) for row in rows),
    )


def buttons_of(row: Message) -> tuple[Button, ...]:
    """The buttons of a stored message."""
    return tuple(Button(button["title"], button["payload"]) for button in row.buttons or ())
