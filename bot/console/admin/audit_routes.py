"""What staff did and looked at, the newest first."""

from typing import Annotated

from fastapi import Depends, Query, Request, Response

from bot.console.admin.page import admin_router, show
from bot.console.numbers import LARGEST_ROW, MOST_DIGITS
from bot.staff import accounts, audit
from bot.staff.permissions import Action
from bot.staff.web import Caller, TheStore, require
from bot.tables.staff import AuditEntry

Reader = Annotated[Caller, Depends(require(Action.SEE_AUDIT))]
_PAGE = 50

router = admin_router()


@router.get("/audit")
async def entries(
    request: Request,
    store: TheStore,
    caller: Reader,
    staff: str = "",
    before: Annotated[int | None, Query(le=LARGEST_ROW)] = None,
) -> Response:
    """One page of the log, of all or of one member."""
    chosen = int(staff) if staff.isdecimal() and len(staff) <= MOST_DIGITS else None
    found = await audit.entries(store, staff_id=chosen, before=before, limit=_PAGE + 1)
    members = await accounts.everybody(store)
    context = {
        "entries": found[:_PAGE],
        "next": found[_PAGE - 1].id if len(found) > _PAGE else None,
        "names": {member.id: member.name for member in members},
        "members": members,
        "chosen": chosen,
        "about_of": _about,
        "details_of": _details,
    }
    return show(request, "audit", "audit", caller, context)


def _about(entry: AuditEntry) -> str:
    if entry.object_kind is None:
        return ""
    return f"{entry.object_kind} {entry.object_id or ''}".strip()


def _details(entry: AuditEntry) -> str:
    return ", ".join(f"{name}: {value}" for name, value in (entry.details or {}).items())
