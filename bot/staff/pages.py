"""Renders pages of the console in the reader's language."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from fastapi import Request, Response
from fastapi.responses import JSONResponse
from fastapi.templating import Jinja2Templates

from bot.console.words import CONSOLE_LANGUAGES, DEFAULT, ConsoleLanguage, known, say
from bot.languages import DIRECTIONS, HTML_TAGS
from bot.staff.errors import AccessError, LockedOut
from bot.staff.permissions import Action
from bot.staff.web import Caller

PAKISTAN: Final = ZoneInfo("Asia/Karachi")
LANGUAGE_COOKIE: Final = "rahbar_console_language"
_A_YEAR: Final = 365 * 24 * 3600
_BOT: Final = Path(__file__).parent.parent

templates = Jinja2Templates(
    directory=[_BOT / "staff" / "templates", _BOT / "console" / "templates"]
)


def render(
    request: Request,
    template: str,
    caller: Caller | None = None,
    *,
    status: int = 200,
    context: Mapping[str, Any] | None = None,
) -> Response:
    """A page. Templates have `t(key)` for words, `caller`, `csrf`, `Action`, `language`, `dir`."""
    language = language_of(request, caller)
    values = {
        **(context or {}),
        "t": partial(_say, language),
        "caller": caller,
        "csrf": caller.session.csrf if caller else "",
        "Action": Action,
        "language": language,
        "dir": DIRECTIONS[language],
        "tag": HTML_TAGS[language],
        "languages": CONSOLE_LANGUAGES,
        "name_of": partial(say, "language.name"),
        "clock": partial(clock, language),
    }
    response = templates.TemplateResponse(request, template, values, status_code=status)
    if asked := known(request.query_params.get("lang")):
        remember(request, response, asked)
    return response


async def refused(request: Request, error: Exception) -> Response:
    """What a route answers that refuses staff: a page to who reads pages, else the desk's JSON."""
    if not isinstance(error, AccessError):
        raise error
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, LockedOut) else {}
    is_page = "text/html" in request.headers.get("accept", "")
    if is_page and "hx-request" not in request.headers:
        context = {"error": told(error, request)}
        return render(request, "access/refused.html", status=error.status, context=context)
    body = {"error": {"code": error.code, "message": told(error, request)}}
    return JSONResponse(body, error.status, headers)


def told(error: AccessError, request: Request, caller: Caller | None = None) -> str:
    """The sentence that tells a member why they were refused."""
    language = language_of(request, caller)
    if isinstance(error, LockedOut):
        return say("access.error_locked_out", language, minutes=-(-error.retry_after // 60))
    return say(f"access.error_{error.code}", language)


def language_of(request: Request, caller: Caller | None = None) -> ConsoleLanguage:
    """The language to show a page in: asked for, the member's, chosen before, the browser's."""
    preferred = request.headers.get("accept-language", "").lower()
    return (
        known(request.query_params.get("lang"))
        or known(caller.member.interface_language if caller else None)
        or known(request.cookies.get(LANGUAGE_COOKIE))
        or ("ur" if preferred.startswith("ur") else DEFAULT)
    )


def remember(request: Request, response: Response, language: ConsoleLanguage) -> None:
    """Keep the language in the browser, for the pages before the login."""
    response.set_cookie(
        LANGUAGE_COOKIE,
        language,
        max_age=_A_YEAR,
        path="/console",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )


def clock(language: ConsoleLanguage, at: datetime) -> str:
    """Day and time in Pakistan."""
    return format_datetime(at, "d MMM y HH:mm", tzinfo=PAKISTAN, locale=language)


def _say(language: ConsoleLanguage, key: str, **values: object) -> str:
    return say(key, language, **values)
