"""The teams: which one a conversation goes to, and how that one gives work out."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.handoff.errors import NoTeam
from bot.handoff.names import Assignment
from bot.handoff.routing import Route, Subject, route
from bot.tables.teams import TeamMember, team_table
from programmes.translated import Translated

_team = team_table.c


@dataclass(frozen=True, slots=True)
class Team:
    """A team as the queue needs it."""

    id: int
    key: str
    name: Translated
    assignment: Assignment
    office_id: str | None


async def team_for(connection: AsyncConnection, subject: Subject) -> int | None:
    """The team that a conversation goes to; None while there are no teams."""
    routes = [
        Route(
            row.id,
            row.is_default,
            row.position,
            *map(frozenset, (row.intents, row.topics, row.programmes, row.segments, row.provinces)),
        )
        for row in await connection.execute(select(team_table))
    ]
    return route(subject, routes)


async def team_of(connection: AsyncConnection, team_id: int) -> Team:
    """A team by its number.

    Raises:
        NoTeam: there is none of that number.
    """
    columns = (_team.id, _team.key, _team.name, _team.assignment, _team.office_id)
    statement = select(*columns).where(_team.id == team_id)
    row = (await connection.execute(statement)).one_or_none()
    if row is None:
        raise NoTeam(str(team_id))
    return Team(row.id, row.key, row.name, Assignment(row.assignment), row.office_id)


async def teams_of(connection: AsyncConnection, staff_id: int) -> Sequence[int]:
    """The numbers of the teams that a member of staff is in."""
    statement = select(TeamMember.team_id).where(TeamMember.staff_id == staff_id)
    return (await connection.execute(statement.order_by(TeamMember.team_id))).scalars().all()


async def set_teams(connection: AsyncConnection, staff_id: int, team_ids: Sequence[int]) -> None:
    """Put a member of staff into exactly these teams."""
    await connection.execute(delete(TeamMember).where(TeamMember.staff_id == staff_id))
    rows = [{"team_id": each, "staff_id": staff_id} for each in dict.fromkeys(team_ids)]
    if rows:
        await connection.execute(insert(TeamMember), rows)
