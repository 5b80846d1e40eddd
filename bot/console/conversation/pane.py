"""Renders the conversation's pane and its parts."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncSession

from bot.console.conversation import window
from bot.console.conversation.headline import Headline, headline
from bot.console.conversation.looking import Look, look
from bot.console.conversation.person import details
from bot.console.conversation.rich_text import rich_text, tongue
from bot.console.conversation.snoozing import CHOICES
from bot.console.conversation.targets import targets
from bot.console.conversation.timeline import timeline
from bot.console.conversation.words_of import WordsOf
from bot.console.keys import Named
from bot.console.masking import masked
from bot.handoff import Handoff
from bot.handoff.errors import NoConversation
from bot.handoff.names import CLOSING_OUTCOMES
from bot.languages import DEFAULT, HTML_TAGS, known
from bot.staff.pages import language_of, render
from bot.staff.web import Caller
from bot.store import Store
from bot.tables import Conversation

_FOLDER: Final = "console/conversation"


async def pane(
    request: Request,
    seen: Look,
    *,
    notice: str | None = None,
    is_refusal: bool = False,
    text: str = "",
    status: int = 200,
) -> Response:
    """The whole pane, or the page around it for a browser that asks for a page.

    `notice` is a sentence about what was just done, or refused; `text` what stands in the reply.
    """
    async with the_store(request).read() as session:
        context = await _everything(request, session, seen)
    context |= {"notice": notice, "is_refusal": is_refusal, "text": text}
    template = "pane" if is_fragment(request) else "page"
    return _rendered(request, template, seen, context, status)


async def part(request: Request, seen: Look, name: str, **more: Any) -> Response:
    """One part: timeline, history, head, composer, viewers."""
    async with the_store(request).read() as session:
        context = await _READ[name](request, session, seen, **more)
    return _rendered(request, name, seen, context, 200)


async def after(request: Request, caller: Caller, here: Named) -> Response:
    """What follows an action: the pane as it is now, or the page anew."""
    if not is_fragment(request):
        return RedirectResponse(address_of(here.key), status_code=303)
    return await pane(request, await look(the_store(request), caller, here))


def address_of(key: str) -> str:
    """The path of a conversation's page."""
    return f"/console/conversations/{key}"


def is_fragment(request: Request) -> bool:
    """Whether the page's own script asks, for a part of it."""
    asked = request.headers
    return "hx-request" in asked and "hx-history-restore-request" not in asked


def the_store(request: Request) -> Store:
    """Where the desk keeps everything."""
    store: Store = request.app.state.desk.store
    return store


def the_handoff(request: Request) -> Handoff:
    """How the desk speaks around a handoff."""
    handoff: Handoff = request.app.state.desk.handoff
    return handoff


def _rendered(
    request: Request, template: str, seen: Look, context: Mapping[str, Any], status: int
) -> Response:
    file = f"{_FOLDER}/{template}.html"
    language = language_of(request, seen.caller)
    shared = {
        "key": seen.here.key,
        "address": address_of(seen.here.key),
        "may": seen.may,
        "sees_person": seen.sees_person,
        "rich": _shown_by(seen, rich_text),
        "plain": _shown_by(seen, str),
        "named": WordsOf(language),
        "tags": HTML_TAGS,
        "tongue": tongue,
    }
    return render(request, file, seen.caller, status=status, context={**shared, **context})


def _shown_by(seen: Look, show: Callable[[str], Markup | str]) -> Callable[[str], Markup | str]:
    """Personal details stand in full only before who may see them."""
    return show if seen.sees_person else lambda text: show(masked(text))


async def _conversation(session: AsyncSession, seen: Look) -> Conversation:
    here = await session.get(Conversation, seen.here.id)
    if here is None:
        raise NoConversation("There is no such conversation.")
    return here


async def _headline(request: Request, session: AsyncSession, seen: Look) -> Headline:
    here = await _conversation(session, seen)
    language = language_of(request, seen.caller)
    return await headline(session, here, seen.caller.member.id, language, seen.at)


async def _head(request: Request, session: AsyncSession, seen: Look) -> dict[str, Any]:
    head = await _headline(request, session, seen)
    language = language_of(request, seen.caller)
    return {
        "head": head,
        "targets": await targets(session, head.owned.owner, language, seen.at),
        "outcomes": CLOSING_OUTCOMES,
        "snoozes": CHOICES,
    }


async def _composer(request: Request, session: AsyncSession, seen: Look) -> dict[str, Any]:
    head = await _headline(request, session, seen)
    words = the_handoff(request).voice.words(head.owned.language)
    connection = await session.connection()
    here = await _conversation(session, seen)
    return {
        "head": head,
        "is_open": window.is_open(head.owned, seen.at),
        "closes_at": window.closes_at(head.owned),
        "templates_offered": await window.offered(connection, head.owned, words),
        "is_blocked": here.blocked_at is not None,
        "spoken": known(head.owned.language) or DEFAULT,
        "text": "",
    }


async def _timeline(
    _: Request,
    session: AsyncSession,
    seen: Look,
    before: int | None = None,
    first: int | None = None,
) -> dict[str, Any]:
    return {"timeline": await timeline(session, seen.here.id, before, first)}


async def _everything(request: Request, session: AsyncSession, seen: Look) -> dict[str, Any]:
    here = await _conversation(session, seen)
    return {
        **await _head(request, session, seen),
        **await _composer(request, session, seen),
        **await _timeline(request, session, seen),
        "person": await details(session, here, seen),
    }


_READ: Final[Mapping[str, Callable[..., Any]]] = {
    "head": _head,
    "viewers": _head,
    "composer": _composer,
    "timeline": _timeline,
    "history": _timeline,
}
