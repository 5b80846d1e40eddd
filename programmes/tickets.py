"""Tickets: what a user asked of the helpline's staff, under a reference they can quote."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from programmes.models import Ticket

TicketKind = Literal[
    "human",
    "complaint",
    "callback",
    "registration",
    "cancellation",
    "my_registrations",
    "status",
    "alerts",
    "alerts_stop",
    "erasure",
    "eligibility",
    "feedback",
]
PREFIX = "TR-"
# Crockford's base 32: nothing in it is mistaken for another when read out on the phone.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 5
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


async def open_ticket(
    session: AsyncSession,
    kind: TicketKind,
    conversation_id: str,
    summary: Mapping[str, Any],
    idempotency_key: str,
) -> Ticket:
    """Open a ticket in the caller's transaction; the caller commits (``sessions.begin()``).

    The same key again gives the ticket of the first time, unchanged. ``summary`` is JSON; what is
    personal stands in it only. Raises ValueError for a kind that is not known.
    """
    if kind not in get_args(TicketKind):
        raise ValueError(f"unknown kind of ticket: {kind}")
    by_key = select(Ticket).where(Ticket.idempotency_key == idempotency_key)
    while True:
        # Retried only when the new reference is taken: one time in 33 million for each ticket.
        await _insert_unless_known(
            session,
            reference=_new_reference(),
            kind=kind,
            conversation_id=conversation_id,
            summary=dict(summary),
            idempotency_key=idempotency_key,
            status="open",
            created_at=datetime.now(UTC),
        )
        ticket = await session.scalar(by_key)
        if ticket is not None:
            return ticket


async def find_ticket(
    session: AsyncSession, reference: str, conversation_id: str | None = None
) -> Ticket | None:
    """Find a ticket by its reference as a user types it.

    With a conversation id, a ticket of any other conversation is not found.
    """
    ticket = await session.get(Ticket, written_reference(reference))
    if ticket is None or conversation_id in (None, ticket.conversation_id):
        return ticket
    return None


async def latest_ticket(
    session: AsyncSession, conversation_id: str, besides: Sequence[TicketKind] = ()
) -> Ticket | None:
    """Find the newest ticket of a conversation, of any kind but those given."""
    query = (
        select(Ticket)
        .where(Ticket.conversation_id == conversation_id, Ticket.kind.not_in(besides))
        .order_by(Ticket.created_at.desc())
        .limit(1)
    )
    return await session.scalar(query)


def written_reference(typed: str) -> str:
    """Return a typed reference as it was printed: ``tr 7k2mo`` is ``TR-7K2M0``."""
    letters = "".join(letter for letter in typed.upper() if letter.isascii() and letter.isalnum())
    return PREFIX + letters.removeprefix("TR").translate(MISREAD)


def _new_reference() -> str:
    return PREFIX + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


async def _insert_unless_known(session: AsyncSession, **values: Any) -> None:
    if session.get_bind().dialect.name == "sqlite":
        await session.execute(sqlite.insert(Ticket).values(**values).on_conflict_do_nothing())
    else:
        await session.execute(postgresql.insert(Ticket).values(**values).on_conflict_do_nothing())
