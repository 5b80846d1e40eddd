"""Cities and provinces."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from programmes.letters import fold
from programmes.models import Alias, City, Province


async def find_city(session: AsyncSession, name: str) -> City | None:
    """Find a city by its English name or by any other name it goes by."""
    value = await _named(session, "city", name)
    return await session.get(City, value) if value else None


async def find_province(session: AsyncSession, name: str) -> Province | None:
    """Find a province by its English name or by any other name it goes by."""
    value = await _named(session, "province", name)
    return await session.get(Province, value) if value else None


async def province_of(session: AsyncSession, city: str) -> str | None:
    """Return the English name of a city's province, None if the city is not known."""
    found = await find_city(session, city)
    return found.province if found else None


async def _named(session: AsyncSession, entity: str, name: str) -> str | None:
    query = select(Alias.value).where(Alias.entity == entity, Alias.folded == fold(name))
    return await session.scalar(query.limit(1))
