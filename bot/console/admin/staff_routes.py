"""Members of staff: adding them, and changing who they are and what they may."""

from typing import Annotated

from fastapi import Depends, Form, Request, Response
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.console.admin.choices import provinces, team_names
from bot.console.admin.errors import BadCapacity, NameMissing
from bot.console.admin.link_routes import show_link
from bot.console.admin.page import admin_router, back_to, by_caller, note, show
from bot.console.numbers import RowNumber
from bot.errors import DeskError
from bot.handoff import presence
from bot.handoff.teams import set_teams, teams_of
from bot.languages import LANGUAGES
from bot.staff import accounts, members
from bot.staff.accounts import MEMBER
from bot.staff.permissions import Action
from bot.staff.web import Caller, TheStore, require
from bot.store import Store
from bot.tables.columns import now
from bot.tables.staff import Role

Manager = Annotated[Caller, Depends(require(Action.MANAGE_STAFF))]
MOST_AT_ONCE = 50
_LONGEST_NAME = 120

router = admin_router()


class Details(BaseModel):
    """The form of a member."""

    name: str = ""
    email: str = ""
    role: Role = Role.AGENT
    languages: list[str] = []
    provinces: list[str] = []
    teams: list[int] = []
    capacity: int = 5
    is_active: bool = False


@router.get("")
async def start(caller: Manager) -> Response:
    """The first section."""
    return back_to("staff")


@router.get("/staff")
async def everybody(request: Request, store: TheStore, caller: Manager) -> Response:
    """All members, and the form for a new one."""
    return await _list(request, store, caller)


@router.post("/staff")
async def add(
    request: Request, store: TheStore, caller: Manager, form: Annotated[Details, Form()]
) -> Response:
    """Add a member; shows the link with which they set their password, once."""
    new = accounts.NewMember(form.email, form.name, form.role, _spoken(form), tuple(form.provinces))
    try:
        token = await accounts.add(store, new, now(), **by_caller(caller))
    except DeskError as error:
        return await _list(request, store, caller, form, error)
    async with store.write() as connection:
        member = await members.by_email(connection, form.email)
        await _put_into_teams(connection, caller, member.id, form.teams)
    return show_link(request, caller, member, token)


@router.get("/staff/{staff_id}")
async def one(request: Request, store: TheStore, caller: Manager, staff_id: RowNumber) -> Response:
    """One member with everything that can be changed."""
    return await _member(request, store, caller, staff_id)


@router.post("/staff/{staff_id}")
async def change(
    request: Request,
    store: TheStore,
    caller: Manager,
    staff_id: RowNumber,
    form: Annotated[Details, Form()],
) -> Response:
    """Change a member; another role or a closed account logs them out."""
    try:
        changes = _changes(form)
        await accounts.change(store, staff_id, changes, now(), **by_caller(caller))
    except DeskError as error:
        return await _member(request, store, caller, staff_id, error)
    async with store.write() as connection:
        await _put_into_teams(connection, caller, staff_id, form.teams)
        if not form.is_active:
            await presence.leave(connection, staff_id, now())
    return back_to("staff")


async def _list(
    request: Request,
    store: Store,
    caller: Caller,
    form: Details | None = None,
    error: DeskError | None = None,
) -> Response:
    context = {
        "members": await accounts.everybody(store),
        "form": form or Details(),
        **await _choices(store),
    }
    return show(request, "staff", "staff", caller, context, error)


async def _member(
    request: Request, store: Store, caller: Caller, staff_id: int, error: DeskError | None = None
) -> Response:
    async with store.read() as session:
        connection = await session.connection()
        member = await members.by_id(connection, staff_id)
        teams = await teams_of(connection, staff_id)
    context = {"member": member, "their_teams": teams, **await _choices(store)}
    return show(request, "staff", "member", caller, context, error)


async def _choices(store: Store) -> dict[str, object]:
    async with store.read() as session:
        connection = await session.connection()
        return {
            "roles": list(Role),
            "spoken": LANGUAGES,
            "teams": await team_names(connection),
            "provinces": await provinces(connection),
            "most_at_once": MOST_AT_ONCE,
        }


def _changes(form: Details) -> dict[str, object]:
    name = " ".join(form.name.split())
    if not 0 < len(name) <= _LONGEST_NAME:
        raise NameMissing("a member needs a name")
    if not 1 <= form.capacity <= MOST_AT_ONCE:
        raise BadCapacity(str(form.capacity))
    return {
        "name": name,
        "role": form.role,
        "languages": list(_spoken(form)),
        "provinces": form.provinces,
        "capacity": form.capacity,
        "is_active": form.is_active,
    }


def _spoken(form: Details) -> tuple[str, ...]:
    return tuple(each for each in LANGUAGES if each in form.languages)


async def _put_into_teams(
    connection: AsyncConnection, caller: Caller, staff_id: int, wanted: list[int]
) -> None:
    known = await team_names(connection)
    teams = sorted(each for each in set(wanted) if each in known)
    if teams == list(await teams_of(connection, staff_id)):
        return
    await set_teams(connection, staff_id, teams)
    about = (MEMBER, staff_id)
    await note(connection, caller, "staff.teams_changed", now(), about, {"teams": teams})
