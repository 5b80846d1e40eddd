"""Teams as administrators change them: what they are called, what they take, who is in them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from sqlalchemy import Row, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.console.admin.choices import choices, unknown_programmes
from bot.console.admin.errors import (
    BadKey,
    KeyTaken,
    NameMissing,
    TeamNeeded,
    UnknownOffice,
    UnknownSubject,
)
from bot.handoff.errors import NoTeam
from bot.handoff.names import Assignment
from bot.tables.handoff import handoff_table
from bot.tables.teams import TeamMember, team_table
from programmes.translated import Translated

_KEY: Final = re.compile(r"[a-z][a-z-]{0,39}")
_INTENT: Final = re.compile(r"[a-z][a-z_]{0,63}")
_LONGEST_NAME: Final = 80
_team, _handoff = team_table.c, handoff_table.c


@dataclass(frozen=True, slots=True)
class TeamDetails:
    """All of a team that can be changed."""

    name: Translated
    assignment: Assignment = Assignment.AUTOMATIC
    office_id: str | None = None
    is_default: bool = False
    position: int = 0
    intents: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()


async def everything(connection: AsyncConnection) -> Sequence[Row[Any]]:
    """All teams in their order, each with how many `members` it has."""
    count = (
        select(func.count())
        .select_from(TeamMember)
        .where(TeamMember.team_id == _team.id)
        .scalar_subquery()
    )
    order = (_team.position, _team.id)
    return (
        await connection.execute(select(team_table, count.label("members")).order_by(*order))
    ).all()


async def one(connection: AsyncConnection, team_id: int) -> Row[Any]:
    """A team by its number. Raises NoTeam."""
    query = select(team_table).where(_team.id == team_id)
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        raise NoTeam(str(team_id))
    return row


async def members_of(connection: AsyncConnection, team_id: int) -> Sequence[int]:
    """Who is in the team."""
    query = select(TeamMember.staff_id).where(TeamMember.team_id == team_id)
    return (await connection.scalars(query)).all()


async def add(connection: AsyncConnection, key: str, details: TeamDetails) -> int:
    """Found a team; gives its number. Raises AdminRefused."""
    if not _KEY.fullmatch(key):
        raise BadKey(key)
    values = {"key": key, **await _checked(connection, details)}
    statement = insert(team_table).values(values).returning(_team.id)
    try:
        async with connection.begin_nested():
            team_id = int((await connection.execute(statement)).scalar_one())
    except IntegrityError as error:
        raise KeyTaken(key) from error
    await _keep_one_default(connection, team_id, details.is_default)
    return team_id


async def change(connection: AsyncConnection, team_id: int, details: TeamDetails) -> None:
    """Change a team; the default team stays the default until another one is made it.

    Raises AdminRefused, NoTeam.
    """
    before = await one(connection, team_id)
    values = await _checked(connection, details)
    values["is_default"] = before.is_default or details.is_default
    await connection.execute(update(team_table).where(_team.id == team_id).values(values))
    await _keep_one_default(connection, team_id, details.is_default)


async def set_members(connection: AsyncConnection, team_id: int, staff_ids: Sequence[int]) -> None:
    """Put exactly these members into a team."""
    await connection.execute(delete(TeamMember).where(TeamMember.team_id == team_id))
    rows = [{"team_id": team_id, "staff_id": each} for each in dict.fromkeys(staff_ids)]
    if rows:
        await connection.execute(insert(TeamMember), rows)


async def remove(connection: AsyncConnection, team_id: int) -> None:
    """Dissolve a team. Raises NoTeam, TeamNeeded."""
    team = await one(connection, team_id)
    running = select(_handoff.id).where(_handoff.team_id == team_id, _handoff.ended_at.is_(None))
    if team.is_default or (await connection.execute(running.limit(1))).first() is not None:
        raise TeamNeeded(team.key)
    await connection.execute(delete(team_table).where(_team.id == team_id))


async def _checked(connection: AsyncConnection, details: TeamDetails) -> dict[str, Any]:
    if not all(0 < len(each) <= _LONGEST_NAME for each in details.name.all()):
        raise NameMissing("a team needs a name in each language")
    known = await choices(connection)
    if details.office_id is not None and details.office_id not in known.offices:
        raise UnknownOffice(details.office_id)
    _check(details.topics, known.topics)
    _check(details.segments, known.segments)
    _check(details.provinces, known.provinces)
    unknown = await unknown_programmes(connection, details.programmes)
    unknown |= {each for each in details.intents if not _INTENT.fullmatch(each)}
    if unknown:
        raise UnknownSubject(", ".join(sorted(unknown)))
    values = asdict(details) | {"name": details.name}
    return {
        key: list(value) if isinstance(value, tuple) else value for key, value in values.items()
    }


def _check(chosen: Sequence[str], known: Mapping[str, Translated]) -> None:
    if unknown := [each for each in chosen if each not in known]:
        raise UnknownSubject(", ".join(unknown))


async def _keep_one_default(connection: AsyncConnection, team_id: int, is_new: bool) -> None:
    if is_new:
        others = update(team_table).where(_team.id != team_id).values(is_default=False)
        await connection.execute(others)
