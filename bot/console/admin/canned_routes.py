"""Canned answers: added, changed, removed."""

from typing import Annotated

from fastapi import Depends, Form, Request, Response
from pydantic import BaseModel

from bot.console.admin.page import admin_router, back_to, note, show
from bot.console.canned import answers
from bot.console.canned.answers import LONGEST, Canned
from bot.console.canned.variables import VARIABLES
from bot.console.numbers import RowNumber
from bot.errors import DeskError
from bot.staff.permissions import Action
from bot.staff.web import Caller, TheStore, require
from bot.tables.columns import now
from programmes.translated import Translated

Manager = Annotated[Caller, Depends(require(Action.MANAGE_CANNED))]
_KIND = "canned_answer"

router = admin_router()


class Answer(BaseModel):
    """The form of an answer."""

    shortcut: str = ""
    en: str = ""
    ur: str = ""
    roman_ur: str = ""

    @property
    def text(self) -> Translated:
        """The three texts as one."""
        return Translated(self.en, self.ur, self.roman_ur)


Typed = Annotated[Answer, Form()]


@router.get("/canned")
async def everything(request: Request, store: TheStore, caller: Manager) -> Response:
    """All answers."""
    async with store.read() as session:
        found = await answers.everything(await session.connection())
    return show(request, "canned", "canned", caller, {"answers": found})


@router.get("/canned/new")
async def new(request: Request, caller: Manager) -> Response:
    """The empty form."""
    return _form(request, caller, Answer())


@router.post("/canned/new")
async def add(request: Request, store: TheStore, caller: Manager, typed: Typed) -> Response:
    """Keep a new answer."""
    try:
        async with store.write() as connection:
            number = await answers.add(connection, typed.shortcut, typed.text, now())
            await note(connection, caller, "canned.added", now(), (_KIND, number))
    except DeskError as error:
        return _form(request, caller, typed, error=error)
    return back_to("canned")


@router.get("/canned/{canned_id}")
async def one(request: Request, store: TheStore, caller: Manager, canned_id: RowNumber) -> Response:
    """The form of one answer."""
    async with store.read() as session:
        kept = await answers.one(await session.connection(), canned_id)
    return _form(request, caller, _as_typed(kept), canned_id)


@router.post("/canned/{canned_id}")
async def change(
    request: Request, store: TheStore, caller: Manager, canned_id: RowNumber, typed: Typed
) -> Response:
    """Change an answer."""
    try:
        async with store.write() as connection:
            await answers.change(connection, canned_id, typed.shortcut, typed.text, now())
            await note(connection, caller, "canned.changed", now(), (_KIND, canned_id))
    except DeskError as error:
        return _form(request, caller, typed, canned_id, error)
    return back_to("canned")


@router.post("/canned/{canned_id}/remove")
async def remove(store: TheStore, caller: Manager, canned_id: RowNumber) -> Response:
    """Forget an answer."""
    async with store.write() as connection:
        await answers.remove(connection, canned_id)
        await note(connection, caller, "canned.removed", now(), (_KIND, canned_id))
    return back_to("canned")


def _form(
    request: Request,
    caller: Caller,
    typed: Answer,
    canned_id: int | None = None,
    error: DeskError | None = None,
) -> Response:
    context = {
        "typed": typed,
        "canned_id": canned_id,
        "variables": VARIABLES,
        "longest": LONGEST,
    }
    return show(request, "canned", "canned_answer", caller, context, error)


def _as_typed(kept: Canned) -> Answer:
    return Answer(shortcut=kept.shortcut, **kept.text.as_json())
