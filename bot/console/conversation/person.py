"""Who the person is to us: identities, earlier conversations, registrations and tickets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.console.conversation.looking import Look
from bot.console.facts import facts_of
from bot.console.masking import HIDDEN
from bot.inbox import WEB
from bot.staff.permissions import Action
from bot.tables import ChannelIdentity, Conversation, Person
from bot.tables.handoff import Handoff
from bot.tables.staff import StaffMember
from programmes.models import Ticket

_MOST: Final = 20
#: Letters of an identity that everybody sees: enough to tell two apart.
_SHOWN: Final = 2
#: Registrations are told apart from what else a person asked for.
_REGISTRATIONS: Final = ("registration", "cancellation")
#: Columns of a ticket that say nothing to staff, or what stands beside it already.
_UNTOLD: Final = ("channel", "language")


@dataclass(frozen=True, slots=True)
class Request:
    """A ticket."""

    reference: str
    kind: str
    status: str
    at: datetime
    told: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another conversation of the same person."""

    key: str
    channel: str
    at: datetime
    may_open: bool


@dataclass(frozen=True, slots=True)
class Details:
    """Everything of it."""

    name: str | None
    since: datetime | None
    identities: Sequence[tuple[str, str, str]]
    """Channel, kind and value, which is hidden from who does not see the person."""
    campaign: str | None
    episodes: Sequence[Any]
    """That have ended, of this conversation, the newest first."""
    elsewhere: Sequence[Elsewhere]
    registrations: Sequence[Request]
    tickets: Sequence[Request]


async def details(session: AsyncSession, here: Conversation, seen: Look) -> Details:
    """Read what is known."""
    person = await session.get(Person, here.person_id) if here.person_id else None
    others = await _others(session, here)
    requests = await _requests(session, [here.id, *(each.id for each in others)])
    return Details(
        name=person.name if person else None,
        since=person.created_at if person else None,
        identities=await _identities(session, here, seen),
        campaign=here.campaign,
        episodes=await _episodes(session, here.id),
        elsewhere=[await _elsewhere(session, each, seen) for each in others],
        registrations=[each for each in requests if each.kind in _REGISTRATIONS],
        tickets=[each for each in requests if each.kind not in _REGISTRATIONS],
    )


async def _identities(
    session: AsyncSession, here: Conversation, seen: Look
) -> list[tuple[str, str, str]]:
    same = ChannelIdentity.conversation_id == here.id
    if here.person_id is not None:
        same = ChannelIdentity.person_id == here.person_id
    # Who knows the page's own id of a person could write and read as them.
    named = and_(same, ChannelIdentity.channel != WEB)
    rows = await session.scalars(select(ChannelIdentity).where(named))
    return [
        (row.channel, row.kind, row.value if seen.sees_person else HIDDEN + row.value[-_SHOWN:])
        for row in rows
    ]


async def _others(session: AsyncSession, here: Conversation) -> list[Conversation]:
    if here.person_id is None:
        return []
    statement = (
        select(Conversation)
        .where(Conversation.person_id == here.person_id, Conversation.id != here.id)
        .order_by(Conversation.updated_at.desc())
        .limit(_MOST)
    )
    return list(await session.scalars(statement))


async def _elsewhere(session: AsyncSession, other: Conversation, seen: Look) -> Elsewhere:
    facts = await facts_of(await session.connection(), other.id)
    may_open = seen.caller.may(Action.OPEN, facts)
    return Elsewhere(other.key, other.channel, other.updated_at, may_open)


async def _episodes(session: AsyncSession, conversation_id: str) -> Sequence[Any]:
    statement = (
        select(
            *(Handoff.queued_at, Handoff.ended_at, Handoff.reason, Handoff.outcome),
            *(Handoff.summary, Handoff.rating, Handoff.rating_comment, StaffMember.name),
        )
        .outerjoin(StaffMember, StaffMember.id == Handoff.staff_id)
        .where(Handoff.conversation_id == conversation_id, Handoff.ended_at.is_not(None))
        .order_by(Handoff.id.desc())
        .limit(_MOST)
    )
    return (await session.execute(statement)).all()


async def _requests(session: AsyncSession, conversation_ids: Sequence[str]) -> list[Request]:
    statement = (
        select(Ticket)
        .where(Ticket.conversation_id.in_(conversation_ids))
        .order_by(Ticket.created_at.desc())
        .limit(_MOST)
    )
    return [
        Request(row.reference, row.kind, row.status, row.created_at, _told(row.summary))
        for row in await session.scalars(statement)
    ]


def _told(summary: Mapping[str, Any]) -> dict[str, str]:
    return {
        str(name): ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        for name, value in summary.items()
        if value and name not in _UNTOLD and not isinstance(value, dict)
    }
