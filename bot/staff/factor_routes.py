"""The pages of the second factor: giving a code, and setting it up."""

from typing import Annotated

import segno
from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse
from markupsafe import Markup

from bot.staff import cookies, second_factor, sessions
from bot.staff.errors import AccessError
from bot.staff.pages import render, told
from bot.staff.web import (
    HOME,
    SECOND_FACTOR,
    AnyCaller,
    Caller,
    TheAccess,
    TheStore,
    turned_away,
)
from bot.store import Store
from bot.tables.columns import now

Field = Annotated[str, Form()]

router = APIRouter(prefix="/console", include_in_schema=False)


@router.get("/second-factor")
async def code_page(request: Request, caller: AnyCaller) -> Response:
    """The form for a code; who needs none goes on to the console."""
    if not caller.session.needs_second_factor:
        return RedirectResponse(HOME, status_code=303)
    return render(request, "access/code.html", caller)


@router.post("/second-factor")
async def give_code(
    request: Request, access: TheAccess, caller: AnyCaller, code: Field = ""
) -> Response:
    """Complete the login."""
    if not caller.session.needs_second_factor:
        return RedirectResponse(HOME, status_code=303)
    try:
        token = await access.give_second_factor(caller.session, code, caller.browser, now())
    except AccessError as error:
        context = {"error": told(error, request, caller)}
        return render(request, "access/code.html", caller, status=error.status, context=context)
    response = RedirectResponse(HOME, status_code=303)
    cookies.give(request, response, token)
    return response


@router.get("/enrol")
async def enrolment_page(request: Request, store: TheStore, caller: AnyCaller) -> Response:
    """The picture for the app, or that a second factor is set up."""
    _no_way_around(request, caller)
    return await _enrolment(request, store, caller)


@router.post("/enrol")
async def enrol(
    request: Request, store: TheStore, access: TheAccess, caller: AnyCaller, code: Field = ""
) -> Response:
    """Confirm the app with its first code; shows the recovery codes, only now."""
    _no_way_around(request, caller)
    try:
        enrolled = await access.enrol(caller.session, code, caller.browser, now())
    except AccessError as error:
        return await _enrolment(request, store, caller, error)
    session = await sessions.find(store, enrolled.token, now())
    renewed = Caller(session, caller.browser) if session else caller
    context = {"codes": enrolled.recovery_codes}
    response = render(request, "access/codes.html", renewed, context=context)
    cookies.give(request, response, enrolled.token)
    return response


async def _enrolment(
    request: Request, store: Store, caller: Caller, error: AccessError | None = None
) -> Response:
    async with store.write() as connection:
        if caller.member.has_second_factor:
            left = await second_factor.recovery_codes_left(connection, caller.member.id)
            return render(request, "access/enrolled.html", caller, context={"left": left})
        enrolment = await second_factor.begin(connection, caller.member.id)
    context = {
        "enrolment": enrolment,
        "picture": picture(enrolment.uri),
        "error": told(error, request, caller) if error else "",
    }
    status = error.status if error else 200
    return render(request, "access/enrol.html", caller, status=status, context=context)


def picture(uri: str) -> Markup:
    """A QR code as SVG within the page: the secret is in no address and in no cache."""
    code = segno.make(uri, error="m", micro=False)
    # Black on white also where the page is dark: not every camera reads it the other way round.
    return Markup(code.svg_inline(border=3, dark="#000", light="#fff", omitsize=True))


def _no_way_around(request: Request, caller: Caller) -> None:
    if caller.session.needs_second_factor:
        raise turned_away(request, SECOND_FACTOR)
