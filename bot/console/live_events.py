"""What the stream of a console tells, and whom."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from bot.console import live_reading as reading
from bot.console.live_marks import Mark, Progress
from bot.console.visibility import facts_of_all, sees_all
from bot.staff.members import Member
from bot.staff.permissions import Action, ConversationFacts, allowed


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a stream; the last of a look has the mark."""

    name: str
    data: Mapping[str, Any]
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """What one look has found."""

    spoken: Sequence[Row[Any]]
    changed: Sequence[Row[Any]]
    facts: Mapping[str, ConversationFacts]
    counts: reading.Counts | None


async def look(session: AsyncSession, messages: Progress, changes: Progress) -> Look:
    """Read what was stored since, with what the rules need of it."""
    spoken = await reading.spoken(session, messages)
    changed = await reading.changed(session, changes)
    ids = {row.conversation_id for row in (*spoken, *changed)}
    facts = await facts_of_all(session, list(ids)) if ids else {}
    return Look(spoken, changed, facts, await reading.counts(session) if changed else None)


def events_of(found: Look, member: Member) -> Iterator[Event]:
    """What of it a member may know. Of a conversation that has just gone to somebody else, they
    are told that it has."""
    for row in found.spoken:
        if may_know(member, found.facts.get(row.conversation_id)):
            yield Event("message", _message_data(row))
    for row in found.changed:
        facts = found.facts.get(row.conversation_id)
        if facts is not None and (
            may_know(member, facts) or may_know(member, replace(facts, owner=row.from_owner))
        ):
            yield Event("owner", _owner_data(row))
    if found.counts is not None:
        yield Event("queue", found.counts.of(member.id, sees_all=sees_all(member)))


def may_know(member: Member, facts: ConversationFacts | None) -> bool:
    """Whether a member may be told of a conversation."""
    return facts is not None and allowed(member, Action.OPEN, facts)


def _message_data(row: Row[Any]) -> dict[str, Any]:
    return {
        "conversation": row.key,
        "position": row.position,
        "direction": row.direction,
        "author": row.author,
    }


def _owner_data(row: Row[Any]) -> dict[str, Any]:
    return {
        "conversation": row.key,
        "owner": row.to_owner,
        "reason": row.reason,
        "actor": row.actor,
    }
