"""The supervisors' board: who waits, who is at work, and giving conversations to others."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Annotated, Any, Final

from babel.dates import format_timedelta
from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.console.board.people import seats, team_standings
from bot.console.board.reassigning import reassign
from bot.console.board.standing import episode_of, standing
from bot.console.board.today import today
from bot.console.facts import facts_of
from bot.console.keys import Named, named
from bot.console.masking import masked
from bot.console.words import ConsoleLanguage, say
from bot.errors import DeskError
from bot.handoff.errors import ColleagueAway, HandoffRefused
from bot.handoff.rules import staff as staff_actor
from bot.staff import audit
from bot.staff.errors import AccessError
from bot.staff.pages import language_of, render
from bot.staff.permissions import Action
from bot.staff.web import Caller, TheStore, require
from bot.store import Store
from bot.tables.columns import now
from bot.tables.staff import Availability

BOARD: Final = "/console/board"
Supervisor = Annotated[Caller, Depends(require(Action.SEE_BOARD))]
Key = Annotated[str, Query()]

router = APIRouter(prefix=BOARD, include_in_schema=False)


@router.get("")
async def board(request: Request, store: TheStore, caller: Supervisor) -> Response:
    """The whole page; its live part alone for htmx."""
    part = "hx-request" in request.headers
    template = "console/board/now.html" if part else "console/board/board.html"
    async with store.read() as session:
        context = await _now(await session.connection(), language_of(request, caller))
    return render(request, template, caller, context=context)


@router.get("/reassign")
async def choose(
    request: Request, store: TheStore, caller: Supervisor, conversation: Key
) -> Response:
    """The form on which a supervisor chooses who gets a conversation."""
    async with store.read() as session:
        here = await named(session, conversation)
    return await _form(request, store, caller, here)


@router.post("/reassign")
async def give(
    request: Request,
    store: TheStore,
    caller: Supervisor,
    conversation: Annotated[str, Form()] = "",
    to: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """Give the conversation to somebody else."""
    voice, actor = request.app.state.desk.handoff.voice, staff_actor(caller.member.id, True)
    at = now()
    async with store.read() as session:
        here = await named(session, conversation)
    try:
        async with store.write() as connection:
            caller.ensure(Action.ASSIGN, await facts_of(connection, here.id))
            owned = await reassign(connection, voice, here.id, to, actor, at)
            await audit.record(
                connection,
                Action.ASSIGN,
                caller.member.id,
                at=at,
                about=("conversation", here.key),
                details={"to": to, "owner": owned.owner},
                address=caller.browser.address,
            )
    except AccessError:
        raise
    except DeskError as error:
        return await _form(request, store, caller, here, error)
    return RedirectResponse(BOARD, status_code=303)


async def _form(
    request: Request,
    store: Store,
    caller: Caller,
    here: Named,
    error: DeskError | None = None,
) -> Response:
    language = language_of(request, caller)
    async with store.read() as session:
        connection = await session.connection()
        caller.ensure(Action.ASSIGN, await facts_of(connection, here.id))
        context = await _now(connection, language)
        episode = await episode_of(connection, here.id)
    online = [seat for seat in context["seats"] if seat.state is Availability.ONLINE]
    context |= {
        "episode": episode,
        "others": [seat for seat in online if episode and seat.member.id != episode.staff_id],
        "error": _sentence(error, language) if error else "",
    }
    status = error.status if error else 200
    path = "console/board/reassign.html"
    return render(request, path, caller, status=status, context=context)


async def _now(connection: AsyncConnection, language: ConsoleLanguage) -> dict[str, Any]:
    at = now()
    running = await standing(connection, at)
    people = await seats(connection, running)
    teams = await team_standings(connection, running, people)
    return {
        "running": running,
        "seats": people,
        "online": sum(seat.state is Availability.ONLINE for seat in people),
        "teams": teams,
        "team_names": {team.id: team.name for team in teams},
        "staff_names": {seat.member.id: seat.member.name for seat in people},
        "today": await today(connection, at),
        "person_of": _person,
        "named": lambda text: text.in_(language),
        "since": partial(_since, language, at),
        "span": partial(_span, language),
    }


def _person(episode: Row[Any]) -> str:
    return masked(episode.person) if episode.person else ""


def _since(language: ConsoleLanguage, at: datetime, moment: datetime) -> str:
    return _span(language, (at - moment).total_seconds())


def _span(language: ConsoleLanguage, seconds: float) -> str:
    words: str = format_timedelta(max(0, round(seconds)), threshold=2, locale=language)
    return words


_REFUSED: Final[Mapping[type[DeskError], str]] = {
    HandoffRefused: "board.error_changed",
    ColleagueAway: "board.error_away",
}


def _sentence(error: DeskError, language: ConsoleLanguage) -> str:
    return say(_REFUSED.get(type(error), "board.error_target"), language)
