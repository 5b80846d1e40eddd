"""The way in: a message is stored once, in its conversation's order, before anything is asked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import arrivals, bell, people, questions, references, statements
from bot.leases import LIFE, Lease
from bot.messages import Identity, Incoming, Kind, Question
from bot.store import Store
from bot.tables import ANSWERING, BOT, DONE, IN, WAITING, new_key, now

#: The channel whose ids are made by the client, so that nobody has to be looked up.
WEB: Final = "web"


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of a message."""

    question: Question
    is_new: bool
    lease: Lease | None = None
    """The lease of its conversation, where it was free."""
    is_next: bool = False
    """Nothing stands before it: it may be answered without another look at the database."""


async def accept(
    store: Store, messages: Sequence[Incoming], token: Callable[[], str | None]
) -> list[Accepted]:
    """Store messages in one transaction; an external id that is known gives the stored one.

    `token` makes a token for the lease of a conversation (None: do not take it).
    """
    try:
        async with store.write(is_urgent=True) as connection:
            return [one for message in messages if (one := await _add(connection, message, token))]
    except IntegrityError:
        if len(messages) == 1:
            known = await _known(store, messages[0])
            if known is None:
                raise
            return [Accepted(known, is_new=False)]
    # One of them was there before: each for itself, so that the others are stored.
    return [one for message in messages for one in await accept(store, [message], token)]


async def _add(
    connection: AsyncConnection, incoming: Incoming, token: Callable[[], str | None]
) -> Accepted | None:
    sender, at = incoming.sender, now()
    conversation_id, known = await _place(connection, incoming)
    payload, title = None, incoming.text
    if incoming.reference is not None:
        if await arrivals.is_same_tap(connection, conversation_id, incoming, at):
            return None
        button = await references.resolve(connection, conversation_id, incoming.reference, at)
        payload, title = (button.payload, button.title) if button else (None, incoming.text)
    is_open = incoming.kind is not Kind.SILENT
    holder = token() if is_open else None
    row = await _enter(connection, incoming, conversation_id, at, holder)
    missing = [one for one in sender.identities if one not in known]
    if row.person_id is None or missing:
        to_map = missing if row.person_id is not None else list(sender.identities)
        await people.remember(connection, sender, conversation_id, row.person_id, to_map, at)
    has_lease = holder is not None and row.answer_holder == holder
    is_next = has_lease and row.answer_due == at
    question = Question(
        id=0,
        conversation_id=conversation_id,
        channel=sender.channel,
        position=row.last_position,
        kind=incoming.kind,
        text=title,
        external_id=incoming.external_id,
        payload=payload,
        refused=incoming.reference is not None and payload is None,
        content=arrivals.content_of(incoming),
        owner=row.owner,
        version=row.version,
        language=incoming.language or row.language or row.chosen_language or sender.language,
        chosen_language=row.chosen_language,
        address=sender.address,
        at=at,
        attempts=1 if is_next else 0,
    )
    question = replace(question, id=await _insert(connection, question, is_open, is_next))
    if incoming.kind is Kind.MEDIA:
        await arrivals.expect_file(connection, question)
    if sender.channel != WEB and question.position > 1:
        await arrivals.free_held(connection, conversation_id, at)
    await bell.ring(connection, bell.QUESTION, conversation_id, question.position)
    lease = Lease(conversation_id, holder) if has_lease and holder else None
    return Accepted(question, True, lease, is_next)


async def _known(store: Store, incoming: Incoming) -> Question | None:
    if incoming.external_id is None:
        return None
    async with store.write() as connection:
        conversation_id, _ = await _place(connection, incoming)
    return await questions.by_external_id(store, conversation_id, incoming.external_id)


async def _place(connection: AsyncConnection, incoming: Incoming) -> tuple[str, set[Identity]]:
    sender = incoming.sender
    if sender.channel == WEB:
        return f"{WEB}:{sender.identities[0].value}", set(sender.identities)
    return await people.conversation_of(connection, sender)


async def _enter(
    connection: AsyncConnection,
    incoming: Incoming,
    conversation_id: str,
    at: datetime,
    holder: str | None,
) -> Row[Any]:
    values = {
        "id": conversation_id,
        "key": new_key(),
        "channel": incoming.sender.channel,
        "address": incoming.sender.address,
        "owner": BOT,
        "version": 0,
        "chosen_language": incoming.language,
        "campaign": incoming.campaign,
        "last_position": 1,
        "heard_at": at,
        "answer_due": at if incoming.kind is not Kind.SILENT else None,
        "answer_holder": holder,
        "answer_until": at + LIFE if holder else None,
        "created_at": at,
        "updated_at": at,
    }
    statement = statements.enter(connection.dialect.name, incoming.language is not None)
    return (await connection.execute(statement, values)).one()


async def _insert(
    connection: AsyncConnection, question: Question, is_open: bool, is_next: bool
) -> int:
    status = DONE if not is_open else ANSWERING if is_next else WAITING
    values = {
        "conversation_id": question.conversation_id,
        "position": question.position,
        "direction": IN,
        "kind": question.kind,
        "author": "user",
        "status": status,
        "text": question.text,
        "external_id": question.external_id,
        "payload": question.payload,
        "refused": question.refused,
        "content": question.content,
        "attempts": 1 if is_next else 0,
        "created_at": question.at,
    }
    added = await connection.execute(statements.ADD_QUESTION, values)
    number: int = added.scalar_one()
    return number
