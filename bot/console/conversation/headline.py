"""What stands above a conversation's history: whose it is, the brief, and who looks at it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.handoff import notes, presence
from bot.handoff.limits import limits
from bot.handoff.ownership import Ownership
from bot.handoff.presence import Viewer
from bot.handoff.rules import staff_of
from bot.tables import Conversation, Person
from bot.tables.handoff import Handoff
from bot.tables.staff import StaffMember
from programmes.models import City, Province, Segment, Topic
from programmes.translated import Translated


@dataclass(frozen=True, slots=True)
class Headline:
    """All of it. `episode` is the running one, else the newest."""

    owned: Ownership
    name: str | None
    """The person's."""
    owner_name: str | None
    episode: Handoff | None
    brief: Mapping[str, Any]
    labels: Sequence[str]
    viewers: Sequence[Viewer]


def owned_of(conversation: Conversation) -> Ownership:
    """Who owns a conversation, from its row."""
    return Ownership(
        conversation.id,
        conversation.owner,
        conversation.version,
        conversation.channel,
        conversation.chosen_language or conversation.language,
        conversation.heard_at,
    )


async def headline(
    session: AsyncSession, here: Conversation, me: int, language: str, at: datetime
) -> Headline:
    """Read it; `me` is the member who looks, who is not among the viewers."""
    owned, connection = owned_of(here), await session.connection()
    newest = select(Handoff).where(Handoff.conversation_id == here.id)
    episode = await session.scalar(newest.order_by(Handoff.id.desc()).limit(1))
    grace = (await limits(connection)).span("staff_gone")
    viewers = await presence.viewers(connection, here.id, at, grace)
    return Headline(
        owned,
        await session.scalar(select(Person.name).where(Person.id == here.person_id)),
        await _name(session, staff_of(owned.owner)),
        episode,
        await _brief(session, episode.brief if episode else {}, language),
        await notes.labels(connection, here.id),
        [each for each in viewers if each.staff_id != me],
    )


async def _name(session: AsyncSession, staff_id: int | None) -> str | None:
    if staff_id is None:
        return None
    return await session.scalar(select(StaffMember.name).where(StaffMember.id == staff_id))


async def _brief(
    session: AsyncSession, brief: Mapping[str, Any], language: str
) -> Mapping[str, Any]:
    """The brief with names in the reader's language in place of ids."""
    topic = await _name_of(session, Topic, brief.get("topic"))
    segment = await _name_of(session, Segment, brief.get("segment"))
    city = await session.get(City, brief.get("city") or "")
    province = await session.get(Province, brief.get("province") or "")
    programmes = [
        (each["id"], Translated.from_json(each["name"]).in_(language))
        for each in brief.get("programmes") or ()
    ]
    return {
        **brief,
        "topic": topic.in_(language) if topic else brief.get("topic"),
        "segment": segment.in_(language) if segment else brief.get("segment"),
        "city": city.names.in_(language) if city else brief.get("city"),
        "province": province.names.in_(language) if province else brief.get("province"),
        "programmes": programmes,
    }


async def _name_of(
    session: AsyncSession, kind: type[Topic] | type[Segment], key: str | None
) -> Translated | None:
    return await session.scalar(select(kind.name).where(kind.id == key)) if key else None
