"""Signs of life of an open console: what it shows, who types, and who may be given work."""

from datetime import timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from bot.console.facts import facts_of
from bot.console.keys import found
from bot.handoff import presence
from bot.staff import audit, members
from bot.staff.forgery import check_origin, check_token
from bot.staff.pages import render
from bot.staff.permissions import Action
from bot.staff.web import Caller, CurrentStaff, TheStore, WatchingStaff
from bot.tables.columns import now
from bot.tables.staff import Availability

#: How long a key stroke counts as typing; the page repeats it more often.
_TYPING: Final = timedelta(seconds=6)
Field = Annotated[str, Form()]

router = APIRouter(prefix="/console", include_in_schema=False)


async def our_page(request: Request, caller: WatchingStaff) -> Caller:
    """Who calls, proven to be a page of ours, without counting as a use of the session."""
    check_origin(request)
    await check_token(request, caller.session.csrf)
    return caller


@router.post("/presence", status_code=204)
async def beat(
    store: TheStore,
    caller: Annotated[Caller, Depends(our_page)],
    viewing: Field = "",
    typing: Field = "",
) -> Response:
    """The console is open, and shows a conversation."""
    async with store.read() as session:
        here = await found(session, viewing) if viewing else None
        facts = await facts_of(await session.connection(), here.id) if here else None
    shown = here.id if here and facts and caller.may(Action.OPEN, facts) else None
    at = now()
    until = at + _TYPING if typing and shown else None
    async with store.write() as connection:
        await presence.beat(connection, caller.member.id, at, shown, until)
    return Response(status_code=204)


@router.post("/availability")
async def set_availability(
    request: Request, store: TheStore, caller: CurrentStaff, availability: Field = ""
) -> Response:
    """Whether conversations may be given to the member; who goes leaves what they have."""
    known = {each.value for each in Availability}
    chosen = Availability(availability) if availability in known else Availability.OFFLINE
    at, member = now(), caller.member
    async with store.write() as connection:
        await members.set_availability(connection, member.id, chosen)
        if chosen is Availability.OFFLINE:
            await presence.leave(connection, member.id, at)
        else:
            await presence.beat(connection, member.id, at)
        await audit.record(
            connection,
            "availability.set",
            member.id,
            at=at,
            details={"availability": chosen.value},
            address=caller.browser.address,
        )
    if "hx-request" in request.headers:
        context = {"availability": chosen.value}
        return render(request, "console/shell_availability.html", caller, context=context)
    return RedirectResponse("/console/inbox", status_code=303)
