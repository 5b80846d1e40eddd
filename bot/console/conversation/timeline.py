"""What was said, noted and decided in a conversation, in one order."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import history
from bot.console.conversation.ticks import Delivered, delivered
from bot.handoff.rules import staff_of
from bot.tables import OUT, Delivery, Media, Message
from bot.tables.handoff import ConversationNote, HandoffEvent
from bot.tables.staff import StaffMember

_PAGE: Final = 80
#: A page that stays open all day grows no further.
_MOST: Final = 600
ASSISTANT: Final = "assistant"
USER: Final = "user"


@dataclass(frozen=True, slots=True)
class Said:
    """A message. `author` is user, assistant, desk or staff; `name` that of a member of staff."""

    at: datetime
    position: int
    author: str
    name: str | None
    text: str
    edited: str | None
    kind: str
    language: str | None
    buttons: Sequence[str]
    files: Sequence[Media]
    content: Mapping[str, Any]
    ticks: Delivered | None
    what: str = "message"


@dataclass(frozen=True, slots=True)
class Noted:
    """A note of staff."""

    at: datetime
    name: str | None
    text: str
    what: str = "note"


@dataclass(frozen=True, slots=True)
class Changed:
    """The owner has changed. `to` is bot, queued, closed or staff; `by` names who acted."""

    at: datetime
    reason: str
    to: str
    name: str | None
    by: str | None
    what: str = "change"


@dataclass(frozen=True, slots=True)
class Timeline:
    """A page of it, the oldest first; `before` is the position to go on from, None at the start."""

    entries: Sequence[Said | Noted | Changed] = field(default_factory=tuple)
    first: int = 1
    """The position that it begins with."""
    before: int | None = None


async def timeline(
    session: AsyncSession,
    conversation_id: str,
    before: int | None = None,
    first: int | None = None,
) -> Timeline:
    """The newest page, or the one before a position, or all from the `first` position on."""
    most = _PAGE if first is None else _MOST
    rows = await history.messages(session, conversation_id, most + 1, before)
    if first is not None:
        more, rows = first > 1, [row for row in rows if row.position >= first][-most:]
    else:
        more, rows = len(rows) > most, rows[-most:]
    since = rows[0].created_at if more and rows else None
    until = await _moment(session, conversation_id, before)
    names = await _names(session)
    entries: list[Said | Noted | Changed] = [
        *await _said(session, rows, names),
        *await _noted(session, conversation_id, names),
        *await _changed(session, conversation_id, names),
    ]
    shown = sorted((each for each in entries if _is_within(each, since, until)), key=_order)
    begins = rows[0].position if rows else 1
    return Timeline(shown, begins, begins if more else None)


def _order(entry: Said | Noted | Changed) -> tuple[datetime, int]:
    return entry.at, entry.position if isinstance(entry, Said) else 0


def _is_within(
    entry: Said | Noted | Changed, since: datetime | None, until: datetime | None
) -> bool:
    if isinstance(entry, Said):
        return True
    return (since is None or entry.at >= since) and (until is None or entry.at < until)


async def _moment(session: AsyncSession, conversation_id: str, at: int | None) -> datetime | None:
    if at is None:
        return None
    statement = select(Message.created_at).where(
        Message.conversation_id == conversation_id, Message.position == at
    )
    return await session.scalar(statement)


async def _names(session: AsyncSession) -> Mapping[int, str]:
    rows = await session.execute(select(StaffMember.id, StaffMember.name))
    return {row.id: row.name for row in rows}


async def _said(
    session: AsyncSession, rows: Sequence[Message], names: Mapping[int, str]
) -> list[Said]:
    ids = [row.id for row in rows]
    parts: dict[int, list[Delivery]] = defaultdict(list)
    for part in await session.scalars(select(Delivery).where(Delivery.message_id.in_(ids))):
        parts[part.message_id].append(part)
    files: dict[int, list[Media]] = defaultdict(list)
    for file in await session.scalars(select(Media).where(Media.message_id.in_(ids))):
        files[file.message_id].append(file)
    return [_line(row, names, parts[row.id], files[row.id]) for row in rows]


def _line(
    row: Message, names: Mapping[int, str], parts: list[Delivery], files: list[Media]
) -> Said:
    staff = staff_of(row.author)
    return Said(
        at=row.created_at,
        position=row.position,
        author=row.author if staff is None else "staff",
        name=None if staff is None else names.get(staff),
        text=row.text,
        edited=row.edited_text,
        kind=row.kind,
        language=row.language,
        buttons=[button.title for button in history.buttons_of(row)],
        files=files,
        content=row.content or {},
        ticks=delivered(row.status, parts) if row.direction == OUT else None,
    )


async def _noted(
    session: AsyncSession, conversation_id: str, names: Mapping[int, str]
) -> list[Noted]:
    of_it = select(ConversationNote).where(ConversationNote.conversation_id == conversation_id)
    rows = await session.scalars(of_it)
    return [Noted(row.at, names.get(row.staff_id or 0), row.text) for row in rows]


async def _changed(
    session: AsyncSession, conversation_id: str, names: Mapping[int, str]
) -> list[Changed]:
    of_it = select(HandoffEvent).where(HandoffEvent.conversation_id == conversation_id)
    return [
        Changed(
            at=row.at,
            reason=row.reason,
            to=row.to_owner.partition(":")[0],
            name=names.get(staff_of(row.to_owner) or 0),
            by=names.get(staff_of(row.actor) or 0),
        )
        for row in await session.scalars(of_it)
    ]
