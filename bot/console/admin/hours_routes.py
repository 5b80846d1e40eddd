"""Opening hours and holidays of the offices."""

from datetime import date, datetime, time
from typing import Annotated

from babel.dates import format_date
from fastapi import Depends, Form, Request, Response
from pydantic import BaseModel, BeforeValidator

from bot.console.admin import hours
from bot.console.admin.choices import offices
from bot.console.admin.hours import NewHours
from bot.console.admin.page import admin_router, back_to, in_three, note, show
from bot.console.numbers import RowNumber
from bot.errors import DeskError
from bot.handoff.hours import ZONE
from bot.staff.pages import language_of
from bot.staff.permissions import Action
from bot.staff.web import Caller, TheStore, require
from bot.store import Store
from bot.tables.columns import now

Manager = Annotated[Caller, Depends(require(Action.MANAGE_HOURS))]
_OFFICE = "office"
_DAY = "holiday"
#: A browser sends a field that was left out as an empty text.
Blank = BeforeValidator(lambda value: None if value == "" else value)
MaybeDate = Annotated[date | None, Blank]
MaybeTime = Annotated[time | None, Blank]

router = admin_router()


class Hours(BaseModel):
    """The form for hours."""

    office: str = ""
    weekdays: list[int] = []
    opens: MaybeTime = None
    closes: MaybeTime = None
    first_day: MaybeDate = None
    last_day: MaybeDate = None


class Day(BaseModel):
    """The form for a special day."""

    day: MaybeDate = None
    office: str = ""
    is_open: bool = False
    en: str = ""
    ur: str = ""
    roman_ur: str = ""


@router.get("/hours")
async def page(request: Request, store: TheStore, caller: Manager) -> Response:
    """All offices with their hours, the days that were marked, and public holidays."""
    return await _page(request, store, caller)


@router.post("/hours")
async def add(
    request: Request, store: TheStore, caller: Manager, typed: Annotated[Hours, Form()]
) -> Response:
    """Open an office on some days of the week."""
    try:
        async with store.write() as connection:
            await hours.add_hours(connection, NewHours(**typed.model_dump()))
            await note(connection, caller, "hours.added", now(), (_OFFICE, typed.office))
    except DeskError as error:
        return await _page(request, store, caller, error)
    return back_to("hours")


@router.post("/hours/{hours_id}/remove")
async def remove(store: TheStore, caller: Manager, hours_id: RowNumber) -> Response:
    """Take hours back."""
    async with store.write() as connection:
        await hours.remove_hours(connection, hours_id)
        await note(connection, caller, "hours.removed", now(), ("opening_hours", hours_id))
    return back_to("hours")


@router.post("/days")
async def add_day(
    request: Request, store: TheStore, caller: Manager, typed: Annotated[Day, Form()]
) -> Response:
    """Mark a day as closed, or as open in spite of a holiday."""
    is_named = all((typed.en.strip(), typed.ur.strip(), typed.roman_ur.strip()))
    name = in_three(typed.en, typed.ur, typed.roman_ur) if is_named else None
    try:
        async with store.write() as connection:
            office = typed.office or None
            await hours.add_day(connection, typed.day, office, typed.is_open, name)
            await note(connection, caller, "holiday.added", now(), (_DAY, str(typed.day)))
    except DeskError as error:
        return await _page(request, store, caller, error)
    return back_to("hours")


@router.post("/days/{day_id}/remove")
async def remove_day(store: TheStore, caller: Manager, day_id: RowNumber) -> Response:
    """Take the mark of a day back."""
    async with store.write() as connection:
        await hours.remove_day(connection, day_id)
        await note(connection, caller, "holiday.removed", now(), (_DAY, day_id))
    return back_to("hours")


async def _page(
    request: Request, store: Store, caller: Caller, error: DeskError | None = None
) -> Response:
    today, language = datetime.now(ZONE).date(), language_of(request, caller)
    async with store.read() as session:
        connection = await session.connection()
        context = {
            "offices": await offices(connection),
            "hours": await hours.by_office(connection),
            "days": await hours.special_days(connection, today),
            "holidays": hours.public_holidays(today),
            "day": lambda at: format_date(at, "EEE d MMM y", locale=language),
        }
    return show(request, "hours", "hours", caller, context, error)
