"""What the administrator's pages share: how they are answered, and how a refusal is told."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.console.words import say
from bot.errors import DeskError
from bot.staff import audit
from bot.staff.errors import AccessError
from bot.staff.pages import language_of, render, told
from bot.staff.permissions import Action
from bot.staff.web import Caller
from programmes.translated import Translated

ADMIN: Final = "/console/admin"
#: The sections with who may open them, in the order of the page's navigation.
SECTIONS: Final = (
    ("staff", Action.MANAGE_STAFF),
    ("teams", Action.MANAGE_TEAMS),
    ("hours", Action.MANAGE_HOURS),
    ("canned", Action.MANAGE_CANNED),
    ("limits", Action.MANAGE_LIMITS),
    ("audit", Action.SEE_AUDIT),
)


def admin_router() -> APIRouter:
    """A router for one section."""
    return APIRouter(prefix=ADMIN, include_in_schema=False)


def show(
    request: Request,
    section: str,
    template: str,
    caller: Caller,
    context: Mapping[str, Any],
    error: DeskError | None = None,
) -> Response:
    """A page of a section; with an error, what was refused and why."""
    language = language_of(request, caller)
    values = {
        **context,
        "section": section,
        "sections": SECTIONS,
        "error": sentence(error, request, caller) if error else "",
        "named": lambda text: text.in_(language),
    }
    status = error.status if error else 200
    path = f"console/admin/{template}.html"
    return render(request, path, caller, status=status, context=values)


def back_to(*path: object) -> Response:
    """Lead the browser to a page of the administrator after a form."""
    return RedirectResponse("/".join((ADMIN, *map(str, path))), status_code=303)


def sentence(error: DeskError, request: Request, caller: Caller) -> str:
    """The words that tell why it was refused."""
    if isinstance(error, AccessError):
        return told(error, request, caller)
    return say(f"admin.error_{error.code}", language_of(request, caller))


def by_caller(caller: Caller) -> dict[str, Any]:
    """Who does it and from where, as the use cases of accounts take it."""
    return {"by": caller.member.id, "address": caller.browser.address}


async def note(
    connection: AsyncConnection,
    caller: Caller,
    action: str,
    at: datetime,
    about: tuple[str, str | int],
    details: Mapping[str, Any] | None = None,
) -> None:
    """Write a change down in the audit log, in the transaction that makes it."""
    await audit.record(
        connection,
        action,
        caller.member.id,
        at=at,
        about=about,
        details=details,
        address=caller.browser.address,
    )


def in_three(en: str, ur: str, roman_ur: str) -> Translated:
    """Three fields of a form as one text."""
    return Translated(*(" ".join(each.split()) for each in (en, ur, roman_ur)))
