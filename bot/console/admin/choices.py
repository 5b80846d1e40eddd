"""What administrators choose from: names that the programme database knows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.tables.teams import team_table
from programmes.models import Office, Programme, Province, Segment, Topic
from programmes.translated import Translated

_team = team_table.c


@dataclass(frozen=True, slots=True)
class Choices:
    """Each by its id (a province by its English name), with what it is called."""

    offices: Mapping[str, Translated]
    topics: Mapping[str, Translated]
    segments: Mapping[str, Translated]
    provinces: Mapping[str, Translated]


async def choices(connection: AsyncConnection) -> Choices:
    """Read what there is to choose from."""
    return Choices(
        await offices(connection),
        await _named(connection, Topic.id, Topic.name),
        await _named(connection, Segment.id, Segment.name),
        await provinces(connection),
    )


async def offices(connection: AsyncConnection) -> Mapping[str, Translated]:
    """The helpline's offices by their ids."""
    return await _named(connection, Office.id, Office.short_name)


async def provinces(connection: AsyncConnection) -> Mapping[str, Translated]:
    """The provinces by their English names."""
    return await _named(connection, Province.name, Province.names)


async def team_names(connection: AsyncConnection) -> Mapping[int, Translated]:
    """The teams by their numbers, in their order."""
    query = select(_team.id, _team.name).order_by(_team.position, _team.id)
    return {row.id: row.name for row in await connection.execute(query)}


async def unknown_programmes(connection: AsyncConnection, ids: Sequence[str]) -> set[str]:
    """Those of the ids that no programme has."""
    known = await connection.scalars(select(Programme.id).where(Programme.id.in_(ids)))
    return set(ids) - set(known)


async def _named(connection: AsyncConnection, key: Any, name: Any) -> dict[str, Translated]:
    rows = await connection.execute(select(key, name).order_by(key))
    return {row[0]: row[1] for row in rows}
