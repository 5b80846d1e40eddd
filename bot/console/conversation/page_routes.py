"""Looking at a conversation: its page, its parts, and the signs that somebody looks or types."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from sqlalchemy import select

from bot.console import reading
from bot.console.conversation.looking import look, look_on, permitted
from bot.console.conversation.pane import pane, part
from bot.console.keys import Asked
from bot.console.numbers import LARGEST_POSITION
from bot.staff.permissions import Action
from bot.staff.web import CurrentStaff, TheStore
from bot.tables import conversation_table
from bot.tables.columns import now

router = APIRouter(prefix="/console/conversations/{key}", include_in_schema=False)


@router.get("")
async def page(request: Request, here: Asked, store: TheStore, caller: CurrentStaff) -> Response:
    """The conversation, as a page or as the pane of one."""
    return await pane(request, await look(store, caller, here))


@router.get("/head")
async def head(request: Request, here: Asked, store: TheStore, caller: CurrentStaff) -> Response:
    """Whose it is, the brief, and who looks at it."""
    return await part(request, await look_on(store, caller, here), "head")


@router.get("/viewers")
async def viewers(request: Request, here: Asked, store: TheStore, caller: CurrentStaff) -> Response:
    """Who of the staff looks at it or types in it."""
    return await part(request, await look_on(store, caller, here), "viewers")


@router.get("/composer")
async def composer(
    request: Request, here: Asked, store: TheStore, caller: CurrentStaff
) -> Response:
    """The reply box, or why there is none."""
    return await part(request, await look_on(store, caller, here), "composer")


@router.get("/timeline")
async def timeline(
    request: Request,
    here: Asked,
    store: TheStore,
    caller: CurrentStaff,
    first: Annotated[int, Query(ge=1, le=LARGEST_POSITION)] = 1,
) -> Response:
    """The history from a position on, as it is now."""
    seen = await look_on(store, caller, here)
    return await part(request, seen, "timeline", first=first)


@router.get("/history")
async def history(
    request: Request,
    here: Asked,
    store: TheStore,
    caller: CurrentStaff,
    before: Annotated[int, Query(ge=1, le=LARGEST_POSITION)],
) -> Response:
    """The page of the history before a position."""
    seen = await look_on(store, caller, here)
    return await part(request, seen, "history", before=before)


@router.post("/read")
async def read(
    here: Asked,
    store: TheStore,
    caller: CurrentStaff,
    position: Annotated[int, Form(ge=0, le=LARGEST_POSITION)] = 0,
) -> Response:
    """Everything up to a position is on the member's screen."""
    at, of_it = now(), conversation_table.c.id == here.id
    async with store.write() as connection:
        await permitted(connection, caller, Action.OPEN, here, at)
        last = select(conversation_table.c.last_position).where(of_it)
        read = min(position, (await connection.execute(last)).scalar_one())
        await reading.read_up_to(connection, here.id, caller.member.id, read, at)
    return Response(status_code=204)
