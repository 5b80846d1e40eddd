"""The inbox: what waits, what is one's own, and what was."""

from functools import partial
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from bot.console.inbox_filters import AskedFilters, Filters, View
from bot.console.inbox_reading import Inbox, inbox
from bot.console.spans import span
from bot.languages import LANGUAGES
from bot.staff import audit
from bot.staff.pages import language_of, render
from bot.staff.permissions import Action
from bot.staff.web import Caller, TheStore, require
from bot.store import Store
from bot.tables.columns import now

_LIST: Final = "console/inbox_list.html"
_PAGE: Final = "console/inbox.html"
_MORE: Final = "console/inbox_rows.html"
#: The element's id that htmx names where the list refreshes itself.
_ITSELF: Final = "inbox"
#: The channels that have a name in the words.
_CHANNELS: Final = ("web", "whatsapp", "telegram")

Lister = Annotated[Caller, Depends(require(Action.LIST_CONVERSATIONS))]

router = APIRouter(prefix="/console", include_in_schema=False)


@router.get("")
async def home(_: Lister) -> Response:
    """The console begins with the inbox."""
    return RedirectResponse("/console/inbox", status_code=303)


@router.get("/inbox")
async def first_list(
    request: Request, store: TheStore, caller: Lister, filters: AskedFilters
) -> Response:
    """One's own conversations, or the queue for who has none."""
    async with store.read() as session:
        mine = await inbox(session, View.MINE, filters, caller.member)
        if mine.entries or filters.is_set:
            return _shown(request, caller, View.MINE, filters, mine)
        queue = await inbox(session, View.QUEUE, filters, caller.member)
    return _shown(request, caller, View.QUEUE, filters, queue)


@router.get("/inbox/{view}")
async def one_list(
    request: Request, view: View, store: TheStore, caller: Lister, filters: AskedFilters
) -> Response:
    """One list, narrowed; to htmx only the list."""
    async with store.read() as session:
        found = await inbox(session, view, filters, caller.member)
    if (filters.q and filters.page == 1 and "hx-request" not in request.headers) or (
        filters.q and request.headers.get("hx-trigger") == "inbox-filters"
    ):
        await _note_search(store, caller, len(found.entries))
    return _shown(request, caller, view, filters, found)


def _shown(
    request: Request, caller: Caller, view: View, filters: Filters, found: Inbox
) -> Response:
    is_part = "hx-request" in request.headers
    template = _PAGE if not is_part else _MORE if filters.page > 1 else _LIST
    return render(
        request, template, caller, context=_context(request, caller, view, filters, found)
    )


def _context(
    request: Request, caller: Caller, view: View, filters: Filters, found: Inbox
) -> dict[str, Any]:
    language, at = language_of(request, caller), now()
    return {
        "view": view,
        "views": tuple(View),
        "filters": filters,
        "inbox": found,
        "channels": _CHANNELS,
        "spoken": LANGUAGES,
        "span": partial(span, language),
        "at": at,
    }


async def _note_search(store: Store, caller: Caller, count: int) -> None:
    """That somebody searched, and how much they found; not for what, as that may be personal."""
    async with store.write() as connection:
        await audit.record(
            connection,
            "conversation.search",
            caller.member.id,
            at=now(),
            details={"found": count},
            address=caller.browser.address,
        )
