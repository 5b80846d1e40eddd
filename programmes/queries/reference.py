"""Names of topics, sectors and segments; schemes of other countries."""

from sqlalchemy.ext.asyncio import AsyncSession

from programmes.models import ForeignScheme, Sector, Segment, Topic


async def find_topic(session: AsyncSession, topic_id: str) -> Topic | None:
    """Find a topic by its id."""
    return await session.get(Topic, topic_id)


async def find_sector(session: AsyncSession, sector_id: str) -> Sector | None:
    """Find a sector by its id."""
    return await session.get(Sector, sector_id)


async def find_segment(session: AsyncSession, segment_id: str) -> Segment | None:
    """Find a segment by its id."""
    return await session.get(Segment, segment_id)


async def find_foreign_scheme(session: AsyncSession, scheme_id: str) -> ForeignScheme | None:
    """Find a scheme that is not Pakistan's by its id."""
    return await session.get(ForeignScheme, scheme_id)
