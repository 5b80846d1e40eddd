"""Reads opening hours and holidays; public ones come from the library `holidays`.

Days that depend on the moon are estimates until the government announces them: an administrator
corrects them with a row of the table `holiday`.
"""

from datetime import date
from functools import cache

import holidays
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.handoff.hours import Calendar, Span, SpecialDay
from bot.tables.teams import Holiday, OpeningHours
from programmes.translated import Translated


async def calendar_of(connection: AsyncConnection, office_id: str | None) -> Calendar:
    """The calendar of an office; of no office, one whose hours are not known."""
    hours = await connection.execute(
        select(
            OpeningHours.weekday,
            OpeningHours.opens,
            OpeningHours.closes,
            OpeningHours.first_day,
            OpeningHours.last_day,
        ).where(OpeningHours.office_id == office_id)
    )
    marked = await connection.execute(
        select(Holiday.day, Holiday.is_open, Holiday.name)
        .where(or_(Holiday.office_id.is_(None), Holiday.office_id == office_id))
        # The office's own row comes last and wins.
        .order_by(Holiday.office_id.is_not(None), Holiday.id)
    )
    special = {row.day: SpecialDay(row.is_open, row.name) for row in marked}
    return Calendar([Span(*row) for row in hours], special, public_holiday)


def public_holiday(day: date) -> Translated | None:
    """The name of Pakistan's public holiday on a day."""
    english = _year(day.year, "en_US").get(day)
    if english is None:
        return None
    urdu = _year(day.year, "ur_PK").get(day, english)
    return Translated(en=english, ur=urdu, roman_ur=english)


@cache
def _year(year: int, language: str) -> dict[date, str]:
    return dict(holidays.country_holidays("PK", years=year, language=language))
