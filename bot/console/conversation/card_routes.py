"""The programme cards that can be attached to a reply."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from bot.console.conversation import cards
from bot.console.facts import facts_of
from bot.console.keys import named
from bot.languages import DEFAULT, DIRECTIONS, HTML_TAGS, known
from bot.staff.pages import render
from bot.staff.permissions import Action
from bot.staff.web import Caller, TheStore, require
from bot.tables.columns import now

router = APIRouter(prefix="/console/cards", include_in_schema=False)


@router.get("")
async def pick(
    request: Request,
    store: TheStore,
    caller: Annotated[Caller, Depends(require(Action.USE_CANNED))],
    q: Annotated[str, Query(max_length=200)] = "",
    language: Annotated[str, Query(max_length=16)] = DEFAULT,
    conversation: Annotated[str, Query()] = "",
) -> Response:
    """The list to pick from; without words, what the conversation was about."""
    spoken, at = known(language) or DEFAULT, now()
    async with store.read() as session:
        here = await named(session, conversation) if conversation else None
        if here is not None:
            facts = await facts_of(await session.connection(), here.id)
            caller.ensure(Action.OPEN, facts)
        found = await cards.found(session, q, here.id if here else None, spoken, at.date())
    context = {
        "cards": found,
        "text_tag": HTML_TAGS[spoken],
        "text_dir": DIRECTIONS[spoken],
    }
    return render(request, "console/conversation/cards.html", caller, context=context)
