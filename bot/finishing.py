"""The end of a question: its answer, its state and the owner check are one transaction."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import bell, outbox, references, statements
from bot.leases import LIFE, Lease
from bot.messages import BotMessage, Question, Reply, Turn
from bot.outbox import DESK
from bot.store import Store
from bot.tables import DONE, FAILED, Conversation, now

Say = Callable[[AsyncConnection], Awaitable[list[BotMessage] | None]]
"""Something of the desk's own, done in the open transaction; gives what the person is told.
None: the assistant answers after all."""


class AlreadyAnswered(Exception):
    """The question was closed, or its lease was lost; this answer is thrown away."""


@dataclass(frozen=True, slots=True)
class Finished:
    """What stands in the database after an answer."""

    turn: Turn
    goes_on: bool
    """The lease is still held: more messages may wait."""
    sender: Lease | None
    """The lease for sending, where it was free."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How a question is ended."""

    lease: Lease
    sender: str | None = None
    """A token for the lease of sending; None: do not take it."""
    button_life: timedelta = field(default=timedelta(days=30))
    edit_of: str | None = None
    """The provider's message that the first message of the answer replaces."""
    failed: bool = False
    afterwards: Say | None = None
    """Done after the answer, if the assistant still owns the conversation: a person is called."""


async def finish(store: Store, question: Question, reply: Reply, ending: Ending) -> Finished:
    """Store the answer, what its buttons stand for, and that the question is done.

    Where the owner of the conversation has changed since the question was taken up, the answer is
    discarded: a person has taken over, and the assistant is silent.

    Raises:
        AlreadyAnswered: the question was closed meanwhile or the lease lost; nothing is stored.
    """
    life = now() + ending.button_life
    messages, payloads = references.refer(reply.messages, question.conversation_id, life)
    async with store.write() as connection:
        row = await _end(connection, question, reply, ending, len(messages))
        is_ours = (row.owner, row.version) == (question.owner, question.version)
        if not is_ours:
            messages = ()
        first = row.last_position - len(messages) + 1
        shared = {
            "conversation_id": question.conversation_id,
            "author": reply.author,
            "language": reply.language,
            "reply_to": question.id,
            "intent": reply.intent,
        }
        content = {"edit_of": ending.edit_of} if ending.edit_of else None
        await outbox.write(connection, messages, payloads, first, shared, content)
        last, owner = row.last_position, row.owner
        if ending.afterwards is not None and is_ours:
            told = await ending.afterwards(connection) or []
            last, added = await _add(connection, question, told, reply.language)
            messages, owner = (*messages, *added), await _owner(connection, question)
        await bell.ring(connection, bell.ANSWER, question.conversation_id, question.position)
    return _finished(question, ending, row, _turn(question, reply, last, owner, messages))


async def finish_by_desk(
    store: Store, question: Question, say: Say, ending: Ending
) -> Finished | None:
    """End a question that is the desk's own or a person's; None: the assistant answers it.

    What `say` does stands or falls with the end of the question.

    Raises:
        AlreadyAnswered: as `finish`.
    """
    reply = Reply((), question.language, author=DESK)
    async with store.write() as connection:
        told = await say(connection)
        if told is None:
            return None
        row = await _end(connection, question, reply, ending, 0)
        last, messages = await _add(connection, question, told, question.language)
        owner = await _owner(connection, question)
        await bell.ring(connection, bell.ANSWER, question.conversation_id, question.position)
    return _finished(question, ending, row, _turn(question, reply, last, owner, messages))


async def _end(
    connection: AsyncConnection, question: Question, reply: Reply, ending: Ending, count: int
) -> Any:
    values = {
        "message_id": question.id,
        "new_status": FAILED if ending.failed else DONE,
        "new_language": reply.language,
        "new_intent": reply.intent,
        "new_details": dict(reply.details) or None,
        "new_finished_at": now(),
    }
    closed = await connection.execute(statements.CLOSE, values)
    if closed.scalar_one_or_none() is None:
        raise AlreadyAnswered
    return await _advance(connection, question, reply, ending, count)


async def _advance(
    connection: AsyncConnection, question: Question, reply: Reply, ending: Ending, count: int
) -> Any:
    at = now()
    is_sent = not outbox.is_web(question.conversation_id) and count > 0
    values: dict[str, Any] = {
        "conversation_id": question.conversation_id,
        "token": ending.lease.token,
        "expected_owner": question.owner,
        "expected_version": question.version,
        "position": question.position,
        "count": count,
        "at": at,
    }
    if is_sent:
        until = at + LIFE if ending.sender else None
        values |= {"sender": ending.sender, "sender_until": until}
    if reply.language is not None:
        values["new_language"] = reply.language
    statement = statements.advance(reply.language is not None, is_sent)
    row = (await connection.execute(statement, values)).one_or_none()
    if row is None:
        raise AlreadyAnswered
    return row


async def _add(
    connection: AsyncConnection,
    question: Question,
    messages: list[BotMessage],
    language: str | None,
) -> tuple[int, tuple[BotMessage, ...]]:
    """What the desk says beside an answer."""
    return await outbox.append(
        connection, question.conversation_id, messages, DESK, language, reply_to=question.id
    )


async def _owner(connection: AsyncConnection, question: Question) -> str:
    owner = select(Conversation.owner).where(Conversation.id == question.conversation_id)
    return str((await connection.execute(owner)).scalar_one())


def _turn(
    question: Question,
    reply: Reply,
    last: int,
    owner: str,
    messages: tuple[BotMessage, ...],
) -> Turn:
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


def _finished(question: Question, ending: Ending, row: Any, turn: Turn) -> Finished:
    has_sender = ending.sender is not None and row.send_holder == ending.sender
    return Finished(
        turn,
        goes_on=row.answer_holder is not None,
        sender=Lease(question.conversation_id, row.send_holder) if has_sender else None,
    )
