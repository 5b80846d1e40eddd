"""Teams: added, changed, dissolved."""

from typing import Annotated, Any

from fastapi import Depends, Form, Request, Response
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.console.admin import teams
from bot.console.admin.choices import choices
from bot.console.admin.page import admin_router, back_to, in_three, note, show
from bot.console.admin.teams import TeamDetails
from bot.console.numbers import RowNumber
from bot.errors import DeskError
from bot.handoff.names import Assignment
from bot.staff import members
from bot.staff.permissions import Action
from bot.staff.web import Caller, TheStore, require
from bot.store import Store
from bot.tables.columns import now

Manager = Annotated[Caller, Depends(require(Action.MANAGE_TEAMS))]
_KIND = "team"

router = admin_router()


class Team(BaseModel):
    """The form of a team."""

    key: str = ""
    en: str = ""
    ur: str = ""
    roman_ur: str = ""
    assignment: Assignment = Assignment.AUTOMATIC
    office: str = ""
    is_default: bool = False
    position: int = 0
    intents: str = ""
    programmes: str = ""
    topics: list[str] = []
    segments: list[str] = []
    provinces: list[str] = []
    members: list[int] = []

    def details(self) -> TeamDetails:
        """The form as the use case takes it."""
        return TeamDetails(
            in_three(self.en, self.ur, self.roman_ur),
            self.assignment,
            self.office or None,
            self.is_default,
            self.position,
            _several(self.intents),
            tuple(self.topics),
            _several(self.programmes),
            tuple(self.segments),
            tuple(self.provinces),
        )


Typed = Annotated[Team, Form()]


@router.get("/teams")
async def everything(request: Request, store: TheStore, caller: Manager) -> Response:
    """All teams in their order."""
    async with store.read() as session:
        rows = await teams.everything(await session.connection())
    return show(request, "teams", "teams", caller, {"teams": rows})


@router.get("/teams/new")
async def new(request: Request, store: TheStore, caller: Manager) -> Response:
    """The empty form."""
    return await _form(request, store, caller, Team())


@router.post("/teams/new")
async def add(request: Request, store: TheStore, caller: Manager, typed: Typed) -> Response:
    """Found a team."""
    try:
        async with store.write() as connection:
            team_id = await teams.add(connection, typed.key.strip(), typed.details())
            await _set_members(connection, team_id, typed)
            await note(connection, caller, "team.added", now(), (_KIND, team_id))
    except DeskError as error:
        return await _form(request, store, caller, typed, error=error)
    return back_to("teams")


@router.get("/teams/{team_id}")
async def one(request: Request, store: TheStore, caller: Manager, team_id: RowNumber) -> Response:
    """The form of one team."""
    async with store.read() as session:
        connection = await session.connection()
        row = await teams.one(connection, team_id)
        staff = await teams.members_of(connection, team_id)
    return await _form(request, store, caller, _as_typed(row, list(staff)), team_id)


@router.post("/teams/{team_id}")
async def change(
    request: Request, store: TheStore, caller: Manager, team_id: RowNumber, typed: Typed
) -> Response:
    """Change a team."""
    try:
        async with store.write() as connection:
            await teams.change(connection, team_id, typed.details())
            await _set_members(connection, team_id, typed)
            await note(connection, caller, "team.changed", now(), (_KIND, team_id))
    except DeskError as error:
        return await _form(request, store, caller, typed, team_id, error)
    return back_to("teams")


@router.post("/teams/{team_id}/remove")
async def remove(
    request: Request, store: TheStore, caller: Manager, team_id: RowNumber
) -> Response:
    """Dissolve a team that nobody needs."""
    try:
        async with store.write() as connection:
            await teams.remove(connection, team_id)
            await note(connection, caller, "team.removed", now(), (_KIND, team_id))
    except DeskError as error:
        async with store.read() as session:
            rows = await teams.everything(await session.connection())
        return show(request, "teams", "teams", caller, {"teams": rows}, error)
    return back_to("teams")


async def _form(
    request: Request,
    store: Store,
    caller: Caller,
    typed: Team,
    team_id: int | None = None,
    error: DeskError | None = None,
) -> Response:
    async with store.read() as session:
        connection = await session.connection()
        context = {
            "typed": typed,
            "team_id": team_id,
            "choices": await choices(connection),
            "assignments": list(Assignment),
            "staff": [each for each in await members.everybody(connection) if each.is_active],
        }
    return show(request, "teams", "team", caller, context, error)


async def _set_members(connection: AsyncConnection, team_id: int, typed: Team) -> None:
    known = {each.id for each in await members.everybody(connection)}
    await teams.set_members(connection, team_id, [each for each in typed.members if each in known])


def _as_typed(row: Any, staff: list[int]) -> Team:
    return Team(
        key=row.key,
        **row.name.as_json(),
        assignment=row.assignment,
        office=row.office_id or "",
        is_default=row.is_default,
        position=row.position,
        intents=" ".join(row.intents),
        programmes=" ".join(row.programmes),
        topics=row.topics,
        segments=row.segments,
        provinces=row.provinces,
        members=staff,
    )


def _several(typed: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(typed.replace(",", " ").split()))
