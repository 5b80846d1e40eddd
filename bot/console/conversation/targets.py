"""To whom a conversation can be passed on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.handoff import presence
from bot.handoff.limits import limits
from bot.handoff.rules import staff_of
from bot.tables.staff import StaffMember
from bot.tables.teams import Team

_TEAM: Final = "team"
_STAFF: Final = "staff"


@dataclass(frozen=True, slots=True)
class Target:
    """A team or a colleague, as a form names it: `team:3`, `staff:7`."""

    value: str
    name: str
    is_team: bool
    load: int | None = None
    """How many conversations a colleague has now."""


async def targets(
    session: AsyncSession, owner: str, language: str, at: datetime
) -> Sequence[Target]:
    """All teams, then the colleagues who are online, those with the least to do first."""
    connection = await session.connection()
    teams = [
        Target(f"{_TEAM}:{row.id}", row.name.in_(language), is_team=True)
        for row in await session.scalars(select(Team).order_by(Team.position, Team.id))
    ]
    grace = (await limits(connection)).span("staff_gone")
    online = await presence.online(connection, at, grace)
    by_id = select(StaffMember.id, StaffMember.name)
    names = {row.id: row.name for row in await session.execute(by_id)}
    colleagues = [
        Target(f"{_STAFF}:{each.staff_id}", names[each.staff_id], is_team=False, load=each.load)
        for each in online
        if each.staff_id != staff_of(owner)
    ]
    return [*teams, *sorted(colleagues, key=lambda each: each.load or 0)]


def read_target(typed: str) -> tuple[str, int] | None:
    """The kind and number that a form names; None: neither team nor colleague."""
    kind, _, number = typed.partition(":")
    is_number = number.isascii() and number.isdigit() and len(number) < 10
    return (kind, int(number)) if kind in (_TEAM, _STAFF) and is_number else None
