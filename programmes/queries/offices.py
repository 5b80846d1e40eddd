"""Offices, the nearest first."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from programmes.models import Office
from programmes.queries.places import find_city, find_province


async def list_offices(
    session: AsyncSession, city: str | None = None, province: str | None = None
) -> list[Office]:
    """List the offices of a city, then of its province, then the head office.

    Without a place, or with one that is not known, all offices stand, the head office first.
    """
    offices = list(await session.scalars(select(Office).order_by(Office.id)))
    town = await find_city(session, city) if city else None
    region = await find_province(session, province) if province else None
    city_name = town.name if town else None
    region_name = region.name if region else town.province if town else None
    if region_name is None:
        return sorted(offices, key=lambda office: not office.head_office)
    near = [(_distance(office, city_name, region_name), office) for office in offices]
    return [office for distance, office in sorted(near, key=lambda pair: pair[0]) if distance < 4]


async def head_office(session: AsyncSession) -> Office | None:
    """Find the head office; None only while the database is empty."""
    return await session.scalar(select(Office).where(Office.head_office).limit(1))


def _distance(office: Office, city: str | None, province: str) -> int:
    if city is not None and office.city == city:
        return 0
    if office.province == province and not office.head_office:
        return 1
    if province in office.serves:
        return 2
    return 3 if office.head_office else 4
