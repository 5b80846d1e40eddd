"""Opening hours and special days as administrators change them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any, Final

from sqlalchemy import Row, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.console.admin.choices import offices
from bot.console.admin.errors import BadDay, BadHours, UnknownOffice
from bot.handoff.calendar import public_holiday
from bot.tables.teams import Holiday, OpeningHours
from programmes.translated import Translated

#: How far ahead the known public holidays are shown.
_AHEAD: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class NewHours:
    """Open from, until, on some days of the week (0 is Monday), perhaps only in a season."""

    office: str
    weekdays: Sequence[int]
    opens: time | None
    closes: time | None
    first_day: date | None = None
    last_day: date | None = None


async def by_office(connection: AsyncConnection) -> Mapping[str, Sequence[Row[Any]]]:
    """The hours of every office, those without any too; the usual ones before a season's."""
    order = (OpeningHours.first_day.is_not(None), OpeningHours.first_day)
    columns = OpeningHours.__table__.c
    rows = await connection.execute(
        select(*columns).order_by(*order, OpeningHours.weekday, OpeningHours.opens)
    )
    found: dict[str, list[Row[Any]]] = {each: [] for each in await offices(connection)}
    for row in rows:
        found.setdefault(row.office_id, []).append(row)
    return found


async def add_hours(connection: AsyncConnection, new: NewHours) -> None:
    """Open an office on some days. Raises UnknownOffice, BadHours."""
    if new.office not in await offices(connection):
        raise UnknownOffice(new.office)
    opens, closes = new.opens, new.closes
    if opens is None or closes is None or opens >= closes:
        raise BadHours("it must close after it opens")
    days = {each for each in new.weekdays if 0 <= each <= 6}
    if not days or not _is_season(new.first_day, new.last_day):
        raise BadHours("a day of the week is needed, and both ends of a season")
    shared = {"office_id": new.office, "opens": opens, "closes": closes}
    season = {"first_day": new.first_day, "last_day": new.last_day}
    rows = [{**shared, **season, "weekday": each} for each in sorted(days)]
    await connection.execute(insert(OpeningHours), rows)


async def remove_hours(connection: AsyncConnection, hours_id: int) -> None:
    """Take hours back; what is gone already stays gone."""
    await connection.execute(delete(OpeningHours).where(OpeningHours.id == hours_id))


async def special_days(connection: AsyncConnection, since: date) -> Sequence[Row[Any]]:
    """The days that staff marked, from a day on."""
    columns = Holiday.__table__.c
    query = select(*columns).where(Holiday.day >= since).order_by(Holiday.day, Holiday.id)
    return (await connection.execute(query)).all()


def public_holidays(since: date) -> Sequence[tuple[date, Translated]]:
    """Pakistan's public holidays of the next year; those of the moon are estimates."""
    days = (since + timedelta(days=n) for n in range(_AHEAD.days))
    return [(day, name) for day in days if (name := public_holiday(day)) is not None]


async def add_day(
    connection: AsyncConnection,
    day: date | None,
    office: str | None,
    is_open: bool,
    name: Translated | None,
) -> None:
    """Mark a day as closed, or open in spite of a holiday. Raises UnknownOffice, BadDay."""
    if office is not None and office not in await offices(connection):
        raise UnknownOffice(office)
    where = Holiday.office_id.is_(None) if office is None else Holiday.office_id == office
    marked = select(Holiday.id).where(Holiday.day == day, where)
    if day is None or (await connection.execute(marked)).first() is not None:
        raise BadDay(str(day))
    values = {"day": day, "office_id": office, "is_open": is_open, "name": name}
    await connection.execute(insert(Holiday).values(values))


async def remove_day(connection: AsyncConnection, day_id: int) -> None:
    """Take the mark back."""
    await connection.execute(delete(Holiday).where(Holiday.id == day_id))


def _is_season(first: date | None, last: date | None) -> bool:
    if first is None or last is None:
        return first is last
    return first <= last
