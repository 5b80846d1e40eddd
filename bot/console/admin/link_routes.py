"""One-time links of members, a lost second factor, and logging a member out everywhere."""

from typing import Annotated

from fastapi import Depends, Form, Request, Response

from bot.console.admin.page import admin_router, back_to, by_caller, show
from bot.console.numbers import RowNumber
from bot.staff import accounts, links, members
from bot.staff.members import Member
from bot.staff.permissions import Action
from bot.staff.web import Caller, TheStore, require
from bot.store import Store
from bot.tables.columns import now

Manager = Annotated[Caller, Depends(require(Action.MANAGE_STAFF))]

router = admin_router()


@router.post("/staff/{staff_id}/link")
async def renew(
    request: Request,
    store: TheStore,
    caller: Manager,
    staff_id: RowNumber,
    reset: Annotated[bool, Form()] = False,
) -> Response:
    """A new link, for a password that was forgotten; with `reset`, the app is forgotten too."""
    member = await _member(store, staff_id)
    token = await accounts.renew(
        store,
        member.email,
        now(),
        without_second_factor=reset,
        **by_caller(caller),
    )
    return show_link(request, caller, member, token)


@router.post("/staff/{staff_id}/log-out")
async def log_out(store: TheStore, caller: Manager, staff_id: RowNumber) -> Response:
    """End all sessions of a member."""
    member = await _member(store, staff_id)
    await accounts.log_out_everywhere(store, member.email, now(), **by_caller(caller))
    return back_to("staff", staff_id)


def show_link(request: Request, caller: Caller, member: Member, token: str) -> Response:
    """The page that shows a link; it is nowhere kept and never shown again."""
    base = links.base_url(request.app.state.desk.settings)
    context = {
        "member": member,
        "address": links.address(base, token),
        "days": links.LASTS.days,
    }
    return show(request, "staff", "link", caller, context)


async def _member(store: Store, staff_id: int) -> Member:
    async with store.read() as session:
        return await members.by_id(await session.connection(), staff_id)
