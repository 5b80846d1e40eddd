"""What the inbox shows of each conversation; nothing personal stands in it in full."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.console import inbox_query, live_reading
from bot.console.inbox_filters import Filters, View
from bot.console.masking import masked
from bot.console.reading import unread
from bot.console.visibility import sees_all
from bot.handoff.names import PRIORITIES
from bot.messages import Kind
from bot.staff.members import Member
from bot.staff.permissions import QUEUED, owner_of
from bot.tables.handoff import ConversationLabel, handoff_table
from programmes.models import Topic
from programmes.translated import Translated

_PREVIEW: Final = 90
#: Above what anybody begins with: a complaint, or one who has waited before.
_URGENT: Final = max(PRIORITIES.values())


@dataclass(frozen=True, slots=True)
class Entry:
    """One conversation of the list."""

    key: str
    channel: str
    owner: str
    staff: str | None
    """The name of the member of staff who has it."""
    is_mine: bool
    may_open: bool
    language: str | None
    topic: Translated | None
    name: str | None
    preview: str | None
    """None: it may not be shown, or there are no words."""
    author: str | None
    is_file: bool
    spoken_at: datetime
    waiting_since: datetime | None
    snoozed_until: datetime | None
    is_urgent: bool
    unread: int
    labels: Sequence[str]


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of a list."""

    entries: Sequence[Entry]
    has_more: bool
    counts: Mapping[str, int]
    topics: Mapping[str, Translated]


async def inbox(session: AsyncSession, view: View, filters: Filters, member: Member) -> Inbox:
    """Read a page of a list, as a member may see it."""
    rows = (await session.execute(inbox_query.entries(view, filters, member))).all()
    shown = rows[: inbox_query.PAGE]
    ids = [row.id for row in shown if row.may_open]
    # What the assistant or a colleague attends to is nobody else's to read.
    theirs = [row.id for row in shown if row.may_open and _concerns(row, member)]
    new, labels = await unread(session, theirs, member.id), await _labels(session, ids)
    topics = await _topics(session)
    counts = (await live_reading.counts(session)).of(member.id, sees_all=sees_all(member))
    entries = [
        _entry(row, member, topics, new.get(row.id, 0), labels.get(row.id, ())) for row in shown
    ]
    return Inbox(entries, len(rows) > len(shown), counts, await _used(session, topics))


def _entry(
    row: Row[Any], member: Member, topics: Mapping[str, Translated], new: int, labels: Sequence[str]
) -> Entry:
    is_open = bool(row.may_open)
    waits = row.owner == QUEUED and row.ended_at is None
    return Entry(
        key=row.key,
        channel=row.channel,
        owner=row.owner,
        staff=row.staff,
        is_mine=row.owner == owner_of(member.id),
        may_open=is_open,
        language=row.language,
        topic=topics.get(row.topic),
        name=masked(row.person) if is_open and row.person else None,
        preview=_preview(row.text) if is_open else None,
        author=row.author if is_open else None,
        is_file=is_open and row.kind == Kind.MEDIA,
        spoken_at=row.spoken_at or row.updated_at,
        waiting_since=row.waiting_since if waits else None,
        snoozed_until=row.snoozed_until if row.ended_at is None else None,
        is_urgent=waits and row.priority >= _URGENT,
        unread=new,
        labels=labels,
    )


def _concerns(row: Row[Any], member: Member) -> bool:
    return row.owner in (QUEUED, owner_of(member.id))


def _preview(text: str | None) -> str | None:
    """Masked before it is cut: half a number would not be known as one."""
    words = " ".join(masked(text or "").split())
    return words if len(words) <= _PREVIEW else f"{words[:_PREVIEW].rstrip()}…"


async def _labels(session: AsyncSession, ids: Sequence[str]) -> Mapping[str, Sequence[str]]:
    statement = (
        select(ConversationLabel.conversation_id, ConversationLabel.label)
        .where(ConversationLabel.conversation_id.in_(ids))
        .order_by(ConversationLabel.label)
    )
    found: dict[str, list[str]] = defaultdict(list)
    for conversation_id, label in await session.execute(statement):
        found[conversation_id].append(label)
    return found


async def _topics(session: AsyncSession) -> Mapping[str, Translated]:
    return {row.id: row.name for row in await session.execute(select(Topic.id, Topic.name))}


async def _used(
    session: AsyncSession, topics: Mapping[str, Translated]
) -> Mapping[str, Translated]:
    used = select(handoff_table.c.topic).where(handoff_table.c.topic.is_not(None)).distinct()
    found = await session.scalars(used)
    return {each: topics[each] for each in sorted(found) if each in topics}
