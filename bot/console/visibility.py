"""Which conversations a member of staff may open, for many of them at once.

The rule itself stands in `bot.staff.permissions`; a test compares the two.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import ColumnElement, and_, exists, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from bot.handoff.rules import staff_of
from bot.staff.members import Member
from bot.staff.permissions import QUEUED, Action, ConversationFacts, allowed, owner_of
from bot.tables import conversation_table
from bot.tables.handoff import event_table, handoff_table
from bot.tables.teams import TeamMember

_conversation, _handoff, _event = conversation_table.c, handoff_table.c, event_table.c

#: An owner that no conversation has: who may open this one may open every one.
_ANY: Final = ConversationFacts(owner="")


def sees_all(member: Member) -> bool:
    """Whether a member may open every conversation."""
    return allowed(member, Action.OPEN, _ANY)


def may_open(member: Member) -> ColumnElement[bool]:
    """The condition on `conversation` for those that a member may open."""
    if sees_all(member):
        return true()
    had = _event.to_owner == owner_of(member.id)
    return or_(
        _conversation.owner == owner_of(member.id),
        and_(_conversation.owner == QUEUED, is_of_team(member.id)),
        exists().where(_event.conversation_id == _conversation.id, had),
    )


def is_of_team(staff_id: int) -> ColumnElement[bool]:
    """The condition on `conversation` for those that are with a team of the member."""
    return exists().where(
        _handoff.conversation_id == _conversation.id,
        _handoff.ended_at.is_(None),
        TeamMember.team_id == _handoff.team_id,
        TeamMember.staff_id == staff_id,
    )


async def facts_of_all(
    session: AsyncSession, conversation_ids: Sequence[str]
) -> Mapping[str, ConversationFacts]:
    """What the rules need of each of these conversations; one that is not there is left out."""
    owners = select(_conversation.id, _conversation.owner).where(
        _conversation.id.in_(conversation_ids)
    )
    teams = (
        select(_handoff.conversation_id, TeamMember.staff_id)
        .join(TeamMember, TeamMember.team_id == _handoff.team_id)
        .where(_handoff.conversation_id.in_(conversation_ids), _handoff.ended_at.is_(None))
    )
    events = (
        select(_event.conversation_id, _event.to_owner)
        .where(_event.conversation_id.in_(conversation_ids))
        .distinct()
    )
    team: dict[str, set[int]] = defaultdict(set)
    earlier: dict[str, set[int]] = defaultdict(set)
    for conversation_id, staff_id in await session.execute(teams):
        team[conversation_id].add(staff_id)
    for conversation_id, owner in await session.execute(events):
        if (number := staff_of(owner)) is not None:
            earlier[conversation_id].add(number)
    return {
        row.id: ConversationFacts(row.owner, frozenset(team[row.id]), frozenset(earlier[row.id]))
        for row in await session.execute(owners)
    }
