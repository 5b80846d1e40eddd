"""The pages of logging in and out, and of setting a password with a one-time link."""

from pathlib import Path
from typing import Annotated, Final

from fastapi import APIRouter, FastAPI, Form, Request, Response
from fastapi.responses import RedirectResponse
from fastapi.staticfiles import StaticFiles

from bot.staff import cookies, factor_routes, session_routes
from bot.staff.errors import AccessError, LinkInvalid
from bot.staff.new_password import NewPassword
from bot.staff.pages import refused, render, told
from bot.staff.web import HOME, LOGIN, AnyCaller, MaybeCaller, OurPage, TheAccess, TheBrowser
from bot.tables.columns import now

STATIC: Final = Path(__file__).parent.parent / "console" / "static"
Field = Annotated[str, Form()]

router = APIRouter(prefix="/console", include_in_schema=False)


def install(app: FastAPI) -> None:
    """Give an application the pages of access, and the console's styles and scripts.

    From then on every AccessError is told in the words of the console.
    """
    app.add_exception_handler(AccessError, refused)
    app.include_router(router)
    app.include_router(factor_routes.router)
    app.include_router(session_routes.router)
    app.mount("/console/static", StaticFiles(directory=STATIC), name="console-static")


@router.get("/login")
async def login_page(request: Request, caller: MaybeCaller) -> Response:
    """The form; who is logged in goes on to the console."""
    if caller is not None and caller.session.is_complete:
        return to(HOME)
    return render(request, "access/login.html")


@router.post("/login")
async def log_in(
    request: Request,
    access: TheAccess,
    browser: TheBrowser,
    _: OurPage,
    email: Field = "",
    password: Field = "",
) -> Response:
    """Begin a session; the console then asks for the second factor where there is one."""
    try:
        token = await access.log_in(email, password, browser, now())
    except AccessError as error:
        context = {"error": told(error, request), "email": email}
        return render(request, "access/login.html", status=error.status, context=context)
    return with_session(request, to(HOME), token)


@router.post("/logout")
async def log_out(request: Request, access: TheAccess, caller: AnyCaller) -> Response:
    """End the session here."""
    await access.log_out(caller.session, caller.browser, now())
    response = to(LOGIN)
    cookies.take_back(request, response)
    return response


@router.get("/set-password/{token}")
async def password_page(
    request: Request, token: str, access: TheAccess, browser: TheBrowser
) -> Response:
    """The form that a one-time link opens; opening it does not use the link up."""
    try:
        opened = await access.open_link(token, browser, now())
    except AccessError as error:
        return _no_link(request, error)
    return render(request, "access/password.html", context={"opened": opened})


@router.post("/set-password/{token}")
async def set_password(
    request: Request,
    token: str,
    access: TheAccess,
    browser: TheBrowser,
    _: OurPage,
    password: Field = "",
    email: Field = "",
    name: Field = "",
) -> Response:
    """Set the password and log in."""
    new = NewPassword(password, email, name)
    try:
        session = await access.set_password(token, new, browser, now())
    except AccessError as error:
        try:
            opened = await access.open_link(token, browser, now())
        except AccessError as broken:
            return _no_link(request, broken)
        context = {"opened": opened, "error": told(error, request), "email": email, "name": name}
        return render(request, "access/password.html", status=error.status, context=context)
    return with_session(request, to(HOME), session)


def to(where: str) -> Response:
    """Lead the browser on, after a form too."""
    return RedirectResponse(where, status_code=303)


def with_session(request: Request, response: Response, token: str) -> Response:
    """The response with the session's cookie."""
    cookies.give(request, response, token)
    return response


def _no_link(request: Request, error: AccessError) -> Response:
    context = {} if isinstance(error, LinkInvalid) else {"error": told(error, request)}
    return render(request, "access/no_link.html", status=error.status, context=context)
