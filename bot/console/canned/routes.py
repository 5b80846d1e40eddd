"""The answers that `/` brings up in the reply box."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated, Final

from fastapi import APIRouter, Depends, FastAPI, Query, Request, Response

from bot.console.canned import answers, starting
from bot.console.canned.values import values_in
from bot.console.canned.variables import STAFF, fill, is_unfilled
from bot.console.facts import facts_of
from bot.console.keys import named
from bot.languages import DEFAULT, DIRECTIONS, HTML_TAGS, known
from bot.staff.pages import render
from bot.staff.permissions import Action
from bot.staff.web import Caller, TheStore, require

#: More than anybody reads through; they type another letter.
_MOST: Final = 8


@asynccontextmanager
async def with_starter_answers(app: FastAPI) -> AsyncIterator[None]:
    """Fill in the starter answers once the desk has started."""
    desk = app.state.desk
    async with desk.store.write() as connection:
        await starting.load(connection, desk.settings.root / "data" / "helpline")
    yield


router = APIRouter(prefix="/console/canned", include_in_schema=False, lifespan=with_starter_answers)


@router.get("")
async def pick(
    request: Request,
    store: TheStore,
    caller: Annotated[Caller, Depends(require(Action.USE_CANNED))],
    q: Annotated[str, Query(max_length=100)] = "",
    language: Annotated[str, Query(max_length=16)] = DEFAULT,
    conversation: Annotated[str, Query()] = "",
) -> Response:
    """The list to pick from, in a language; filled in where a conversation is named."""
    spoken = known(language) or DEFAULT
    async with store.read() as session:
        connection = await session.connection()
        found = await answers.found(connection, q)
        values = {STAFF: caller.member.name}
        if conversation:
            here = await named(connection, conversation)
            caller.ensure(Action.OPEN, await facts_of(connection, here.id))
            values |= await values_in(connection, here.id, caller.member.name, spoken)
    texts = [(each, fill(each.text.in_(spoken), values)) for each in found[:_MOST]]
    context = {
        "answers": [(each, text, is_unfilled(text)) for each, text in texts],
        "text_tag": HTML_TAGS[spoken],
        "text_dir": DIRECTIONS[spoken],
    }
    return render(request, "console/canned/picker.html", caller, context=context)
