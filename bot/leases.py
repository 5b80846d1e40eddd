"""Who is at work on a conversation: leases that survive a crash and run out by themselves.

A lease is a token in the conversation's row. Everything that its holder writes names the token, so
that a holder who was thought dead and wakes up again changes nothing (fencing).
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, Final

from sqlalchemy import BindParameter, Column, Executable, bindparam, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from bot.tables import conversation_table, now

#: How long a lease holds without being renewed.
LIFE: Final = timedelta(seconds=15)

_conversation = conversation_table.c


class Work(Enum):
    """The two kinds of work on a conversation; each has its own lease, they do not wait for another."""

    ANSWER = "answer"
    SEND = "send"

    @property
    def due(self) -> Column[Any]:
        """The column that says when there is something to do."""
        return _conversation[f"{self.value}_due"]

    @property
    def holder(self) -> Column[Any]:
        """The column of the lease's token."""
        return _conversation[f"{self.value}_holder"]

    @property
    def until(self) -> Column[Any]:
        """The column that says how long the lease holds."""
        return _conversation[f"{self.value}_until"]

    def is_free(self, at: Any) -> Any:
        """SQL: nobody holds a lease at this time."""
        return or_(self.until.is_(None), self.until < at)


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to work on one conversation."""

    conversation_id: str
    token: str


@dataclass(frozen=True, slots=True)
class Seen:
    """How far a conversation was when somebody looked for work in it."""

    position: int
    due: datetime | None


def new_token(desk: str) -> str:
    """A token that no other lease has; it names the desk for who looks into the table."""
    return f"{desk}:{secrets.token_urlsafe(9)}"


def _claim(work: Work) -> Executable:
    at: BindParameter[Any] = bindparam("at")
    due = (
        select(_conversation.id)
        .where(work.due <= at, work.is_free(at))
        .order_by(work.due)
        .limit(bindparam("count"))
        .with_for_update(skip_locked=True)
    )
    return (
        update(conversation_table)
        .where(_conversation.id.in_(due))
        .values({work.holder: bindparam("token"), work.until: bindparam("until")})
        .returning(_conversation.id)
    )


def _renew(work: Work) -> Executable:
    held = work.holder.in_(bindparam("tokens", expanding=True))
    return (
        update(conversation_table).where(held).values({work.until: bindparam("until")})
    ).returning(work.holder)


def _release(work: Work) -> Executable:
    return (
        update(conversation_table)
        .where(_conversation.id == bindparam("conversation_id"), work.holder == bindparam("token"))
        .values({work.due: bindparam("due"), work.holder: None, work.until: None})
    )


def _finish(work: Work) -> Executable:
    # A message that came meanwhile has raised last_position, and one that is to be sent again has
    # changed when work is due; then the lease stays.
    return (
        update(conversation_table)
        .where(
            _conversation.id == bindparam("conversation_id"),
            work.holder == bindparam("token"),
            _conversation.last_position == bindparam("position"),
            work.due.is_not_distinct_from(bindparam("due")),
        )
        .values({work.due: None, work.holder: None, work.until: None})
        .returning(_conversation.id)
    )


_CLAIM: Final = {work: _claim(work) for work in Work}
_RENEW: Final = {work: _renew(work) for work in Work}
_RELEASE: Final = {work: _release(work) for work in Work}
_FINISH: Final = {work: _finish(work) for work in Work}


async def claim(connection: AsyncConnection, work: Work, desk: str, count: int) -> list[Lease]:
    """Take up to `count` conversations with due work that nobody holds, the longest due first."""
    at, token = now(), new_token(desk)
    values = {"at": at, "until": at + LIFE, "count": count, "token": token}
    rows = await connection.execute(_CLAIM[work], values)
    return [Lease(row.id, token) for row in rows]


async def renew(connection: AsyncConnection, work: Work, tokens: Sequence[str]) -> set[str]:
    """Make leases last longer; gives the tokens that were still ours."""
    values = {"tokens": list(tokens), "until": now() + LIFE}
    rows = await connection.execute(_RENEW[work], values)
    return set(rows.scalars())


async def release(
    connection: AsyncConnection, work: Work, lease: Lease, due: datetime | None
) -> None:
    """Give a lease back; the work is due again at `due`, or there is none."""
    values = {"conversation_id": lease.conversation_id, "token": lease.token, "due": due}
    await connection.execute(_RELEASE[work], values)


async def look(session: AsyncSession, work: Work, lease: Lease) -> Seen | None:
    """How far the conversation is, to be read before its open work; None: the lease is lost."""
    statement = select(_conversation.last_position, work.due.label("due")).where(
        _conversation.id == lease.conversation_id, work.holder == lease.token
    )
    row = (await session.execute(statement)).one_or_none()
    return Seen(row.last_position, row.due) if row else None


async def finish(connection: AsyncConnection, work: Work, lease: Lease, seen: Seen) -> bool:
    """Give a lease back because all is done; False where work came after it was `seen`."""
    values = {
        "conversation_id": lease.conversation_id,
        "token": lease.token,
        "position": seen.position,
        "due": seen.due,
    }
    return (await connection.execute(_FINISH[work], values)).one_or_none() is not None


async def free_all(connection: AsyncConnection) -> None:
    """Declare every lease void: for the only desk of a database, after its predecessor's end."""
    for work in Work:
        await connection.execute(
            update(conversation_table)
            .where(work.holder.is_not(None))
            .values({work.holder: None, work.until: None})
        )
