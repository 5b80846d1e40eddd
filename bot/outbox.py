"""The way out: an answer and the end of its question are one transaction."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import bell, references, statements
from bot.inbox import WEB
from bot.leases import LIFE, Lease
from bot.messages import BotMessage, Question, Reply, Turn
from bot.store import Store
from bot.tables import DONE, FAILED, OUT, PENDING, now

#: Who speaks when it is neither the assistant nor a member of staff.
DESK: Final = "desk"


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
    button_life: timedelta
    sender: str | None
    """A token for the lease of sending; None: do not take it."""
    edit_of: str | None = None
    """The provider's message that the first message of the answer replaces."""
    failed: bool = False


async def finish(store: Store, question: Question, reply: Reply, ending: Ending) -> Finished:
    """Store the answer, what its buttons stand for, and that the question is done.

    Where the owner of the conversation is no longer the one that the question was taken up under,
    the answer is discarded: a person has taken over, and the assistant is silent.

    Raises:
        AlreadyAnswered: the question was closed meanwhile or the lease lost; nothing is stored.
    """
    at = now()
    messages, payloads = references.refer(
        reply.messages, question.conversation_id, at + ending.button_life
    )
    async with store.write() as connection:
        await _close(connection, question, reply, FAILED if ending.failed else DONE)
        row = await _advance(connection, question, reply, len(messages), ending)
        if row.owner != question.owner:
            messages = ()
        if messages:
            first = row.last_position - len(messages) + 1
            rows = _rows(question, reply, messages, first, ending.edit_of)
            await connection.execute(statements.ADD_MESSAGES, rows)
            if payloads:
                await connection.execute(statements.ADD_REFERENCES, payloads)
        await bell.ring(connection, bell.ANSWER, question.conversation_id, question.position)
    turn = Turn(
        conversation_id=question.conversation_id,
        question=question.position,
        position=row.last_position,
        external_id=question.external_id,
        owner=row.owner,
        language=reply.language,
        intent=reply.intent,
        replies=messages,
    )
    has_sender = ending.sender is not None and row.send_holder == ending.sender
    return Finished(
        turn,
        goes_on=row.answer_holder is not None,
        sender=Lease(question.conversation_id, row.send_holder) if has_sender else None,
    )


async def post(
    connection: AsyncConnection,
    conversation_id: str,
    messages: Sequence[BotMessage],
    author: str,
    language: str | None = None,
    button_life: timedelta = timedelta(days=7),
) -> int:
    """Write messages that answer no question, of staff or of a timer, in the open transaction.

    Returns the position of the last one.
    """
    at, is_sent = now(), not conversation_id.startswith(f"{WEB}:")
    referred, payloads = references.refer(messages, conversation_id, at + button_life)
    values = {"conversation_id": conversation_id, "count": len(referred), "at": at}
    row = (await connection.execute(statements.append(is_sent), values)).one()
    first = row.last_position - len(referred) + 1
    shared = {
        "conversation_id": conversation_id,
        "author": author,
        "language": language or row.language,
        "at": at,
    }
    rows = [_out(message, first + n, shared) for n, message in enumerate(referred)]
    await connection.execute(statements.ADD_MESSAGES, rows)
    if payloads:
        await connection.execute(statements.ADD_REFERENCES, payloads)
    last: int = row.last_position
    await bell.ring(connection, bell.POST, conversation_id, last)
    return last


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
    connection: AsyncConnection, question: Question, reply: Reply, count: int, ending: Ending
) -> Any:
    at = now()
    is_sent = question.channel != WEB and count > 0
    values: dict[str, Any] = {
        "conversation_id": question.conversation_id,
        "token": ending.lease.token,
        "expected_owner": question.owner,
        "position": question.position,
        "count": count,
        "at": at,
    }
    if is_sent:
        values |= {
            "sender": ending.sender,
            "sender_until": at + LIFE if ending.sender else None,
        }
    if reply.language is not None:
        values["new_language"] = reply.language
    statement = statements.advance(reply.language is not None, is_sent)
    row = (await connection.execute(statement, values)).one_or_none()
    if row is None:
        raise AlreadyAnswered
    return row


def _rows(
    question: Question,
    reply: Reply,
    messages: tuple[BotMessage, ...],
    first: int,
    edit_of: str | None,
) -> list[dict[str, Any]]:
    shared = {
        "conversation_id": question.conversation_id,
        "author": reply.author,
        "language": reply.language,
        "at": now(),
        "reply_to": question.id,
        "intent": reply.intent,
    }
    rows = [_out(message, first + n, shared) for n, message in enumerate(messages)]
    if edit_of is not None:
        rows[0]["content"] = {"edit_of": edit_of}
    return rows


def _out(message: BotMessage, position: int, shared: dict[str, Any]) -> dict[str, Any]:
    is_web = shared["conversation_id"].startswith(f"{WEB}:")
    return {
        "conversation_id": shared["conversation_id"],
        "position": position,
        "direction": OUT,
        "kind": "text",
        "author": shared["author"],
        "status": DONE if is_web else PENDING,
        "text": message.text,
        "refused": False,
        "content": None,
        "buttons": [asdict(button) for button in message.buttons] or None,
        "reply_to": shared.get("reply_to"),
        "language": shared["language"],
        "intent": shared.get("intent"),
        "attempts": 0,
        "created_at": shared["at"],
        "finished_at": shared["at"] if is_web else None,
    }
