"""The pages of a member's own sessions, and the choice of the console's language."""

from typing import Annotated, Final

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from bot.console.words import DEFAULT, known
from bot.staff import audit, members, sessions
from bot.staff.pages import remember, render
from bot.staff.web import CurrentStaff, TheStore
from bot.tables.columns import now

SESSIONS: Final = "/console/sessions"
Field = Annotated[str, Form()]

router = APIRouter(prefix="/console", include_in_schema=False)


@router.get("/sessions")
async def sessions_page(request: Request, store: TheStore, caller: CurrentStaff) -> Response:
    """Where the member is logged in."""
    own = await sessions.of_member(store, caller.member.id, now())
    return render(request, "access/sessions.html", caller, context={"sessions": own})


@router.post("/sessions/revoke")
async def revoke(store: TheStore, caller: CurrentStaff, key: Field = "") -> Response:
    """End one of the member's own sessions."""
    member, at = caller.member, now()
    async with store.write() as connection:
        if await sessions.revoke(connection, member.id, key, at):
            await audit.record(
                connection, "session.revoked", member.id, at=at, address=caller.browser.address
            )
    return RedirectResponse(SESSIONS, status_code=303)


@router.post("/sessions/revoke-others")
async def revoke_others(store: TheStore, caller: CurrentStaff) -> Response:
    """End all of the member's sessions but this one."""
    member, at = caller.member, now()
    async with store.write() as connection:
        await sessions.revoke_others(connection, member.id, caller.session.key, at)
        await audit.record(
            connection, "session.revoked_others", member.id, at=at, address=caller.browser.address
        )
    return RedirectResponse(SESSIONS, status_code=303)


@router.post("/language")
async def choose_language(
    request: Request, store: TheStore, caller: CurrentStaff, language: Field = ""
) -> Response:
    """Keep the language that the member wants the console in."""
    chosen = known(language) or DEFAULT
    async with store.write() as connection:
        changes = {"interface_language": chosen}
        await members.change(connection, caller.member.id, changes, now())
    response = RedirectResponse("/console", status_code=303)
    remember(request, response, chosen)
    return response
