"""How long anything may take around a handoff."""

from typing import Annotated

from fastapi import Depends, Request, Response

from bot.console.admin.page import admin_router, back_to, note, show
from bot.errors import DeskError
from bot.handoff.errors import BadLimit
from bot.handoff.limits import LONGEST, NAMES, Limits, limits, set_limit
from bot.staff.permissions import Action
from bot.staff.web import Caller, TheStore, require
from bot.store import Store
from bot.tables.columns import now

Manager = Annotated[Caller, Depends(require(Action.MANAGE_LIMITS))]

router = admin_router()


@router.get("/limits")
async def form(request: Request, store: TheStore, caller: Manager) -> Response:
    """All limits, in seconds."""
    return await _form(request, store, caller)


@router.post("/limits")
async def change(request: Request, store: TheStore, caller: Manager) -> Response:
    """Set those that differ; none of them where one is refused."""
    typed = {name: str(value) for name, value in (await request.form()).items() if name in NAMES}
    try:
        async with store.write() as connection:
            held = await limits(connection)
            for name, value in typed.items():
                seconds = _seconds(name, value)
                if seconds == getattr(held, name):
                    continue
                await set_limit(connection, name, seconds)
                about, details = ("limit", name), {"seconds": seconds}
                await note(connection, caller, "limit.changed", now(), about, details)
    except DeskError as error:
        return await _form(request, store, caller, error)
    return back_to("limits")


async def _form(
    request: Request, store: Store, caller: Caller, error: DeskError | None = None
) -> Response:
    async with store.read() as session:
        held = await limits(await session.connection())
    usual = Limits()
    rows = [(name, getattr(held, name), getattr(usual, name)) for name in NAMES]
    context = {"limits": rows, "longest": LONGEST}
    return show(request, "limits", "limits", caller, context, error)


def _seconds(name: str, typed: str) -> int:
    try:
        return int(typed)
    except ValueError:
        raise BadLimit(f"{name}: not a number") from None
