"""What the rules of access need to know of a conversation, read from the database."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.handoff.errors import NoConversation
from bot.handoff.rules import staff_of
from bot.staff.permissions import ConversationFacts
from bot.tables import conversation_table
from bot.tables.handoff import event_table, handoff_table
from bot.tables.teams import TeamMember

_handoff, _event = handoff_table.c, event_table.c


async def facts_of(connection: AsyncConnection, conversation_id: str) -> ConversationFacts:
    """Who owns a conversation, whose team it waits for, and who had it before.

    Raises:
        NoConversation: there is none of that id.
    """
    owned = select(conversation_table.c.owner).where(conversation_table.c.id == conversation_id)
    owner = (await connection.execute(owned)).scalar_one_or_none()
    if owner is None:
        raise NoConversation("There is no such conversation.")
    team = await connection.scalars(
        select(TeamMember.staff_id)
        .join(handoff_table, _handoff.team_id == TeamMember.team_id)
        .where(_handoff.conversation_id == conversation_id, _handoff.ended_at.is_(None))
    )
    owners = await connection.scalars(
        select(_event.to_owner).where(_event.conversation_id == conversation_id)
    )
    earlier = {staff_of(each) for each in owners} - {None}
    return ConversationFacts(owner, frozenset(team), frozenset(each for each in earlier if each))
