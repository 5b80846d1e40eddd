"""Who of the staff is at work, and how each team stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.console.board.standing import Standing
from bot.handoff import waiting
from bot.handoff.calendar import calendar_of
from bot.handoff.limits import limits
from bot.staff import members
from bot.staff.members import Member
from bot.tables.staff import Availability
from bot.tables.teams import TeamMember, presence_table, team_table
from programmes.translated import Translated

_team, _presence = team_table.c, presence_table.c


@dataclass(frozen=True, slots=True)
class Seat:
    """A member of staff on the board."""

    member: Member
    state: Availability
    """As they set it, while their console is open."""
    load: int
    teams: Sequence[Translated]


@dataclass(frozen=True, slots=True)
class TeamStanding:
    """A team on the board."""

    id: int
    name: Translated
    waiting: int
    since: datetime | None
    """Since when the one waits who waits longest."""
    with_staff: int
    online: int
    members: int
    is_open: bool
    minutes: int | None
    """How long people waited lately."""


async def seats(connection: AsyncConnection, now_running: Standing) -> Sequence[Seat]:
    """All members with an open account: those online first, then those away."""
    grace = (await limits(connection)).span("staff_gone")
    seen = select(_presence.staff_id).where(_presence.seen_at > now_running.at - grace)
    here = set((await connection.execute(seen)).scalars())
    names = await _team_names(connection)
    found = [
        Seat(
            member,
            member.availability if member.id in here else Availability.OFFLINE,
            now_running.load_of(member.id),
            [name for staff_id, name in names if staff_id == member.id],
        )
        for member in await members.everybody(connection)
        if member.is_active
    ]
    order = list(Availability)
    return sorted(found, key=lambda each: (order.index(each.state), each.member.name.lower()))


async def team_standings(
    connection: AsyncConnection, now_running: Standing, people: Sequence[Seat]
) -> Sequence[TeamStanding]:
    """All teams in their order."""
    online = {seat.member.id for seat in people if seat.state is Availability.ONLINE}
    active = {seat.member.id for seat in people}
    members_of: dict[int, set[int]] = {}
    for row in await connection.execute(select(TeamMember.team_id, TeamMember.staff_id)):
        members_of.setdefault(row.team_id, set()).add(row.staff_id)
    columns = (_team.id, _team.name, _team.office_id)
    found = []
    for team in await connection.execute(select(*columns).order_by(_team.position, _team.id)):
        own, staff = now_running.of_team(team.id), members_of.get(team.id, set()) & active
        found.append(
            TeamStanding(
                id=team.id,
                name=team.name,
                waiting=len(own.waiting),
                since=own.longest,
                with_staff=len(own.with_staff),
                online=len(staff & online),
                members=len(staff),
                is_open=(await calendar_of(connection, team.office_id)).is_open(now_running.at),
                minutes=await waiting.expected_minutes(connection, team.id, now_running.at),
            )
        )
    return found


async def _team_names(connection: AsyncConnection) -> Sequence[tuple[int, Translated]]:
    query = (
        select(TeamMember.staff_id, _team.name)
        .join(team_table, _team.id == TeamMember.team_id)
        .order_by(_team.position, _team.id)
    )
    return [(row.staff_id, row.name) for row in await connection.execute(query)]
