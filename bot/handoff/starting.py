"""Starter data of the helpline, from files that a person can read: teams, hours, limits.

It fills what is not there. What an administrator has changed in the database stays.
"""

from datetime import date, time
from pathlib import Path
from typing import Annotated, Any, Final, Literal, TypeVar

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.handoff.errors import BadHelplineFile
from bot.handoff.limits import LONGEST, NAMES
from bot.tables.teams import Holiday, OpeningHours, limit_table, team_table
from programmes.translated import Translated

_FILES: Final = ("teams.yml", "hours.yml", "limits.yml")
_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Read = TypeVar("Read")


def _time(value: object) -> object:
    # YAML reads an unquoted 9:00 as the number 540.
    return time(value // 60, value % 60) if isinstance(value, int) else value


Clock = Annotated[time, BeforeValidator(_time)]


class _Item(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Names(_Item):
    en: str
    ur: str
    roman_ur: str

    def translated(self) -> Translated:
        return Translated(self.en, self.ur, self.roman_ur)


class _Team(_Item):
    key: str = Field(pattern=r"^[a-z][a-z-]*$", max_length=40)
    name: _Names
    assignment: Literal["automatic", "manual"]
    office: str | None = None
    is_default: bool = False
    intents: list[str] = []
    topics: list[str] = []
    programmes: list[str] = []
    segments: list[str] = []
    provinces: list[str] = []


class _Span(_Item):
    days: list[Weekday]
    opens: Clock
    closes: Clock
    first_day: date | None = None
    last_day: date | None = None


class _Day(_Item):
    day: date
    office: str | None = None
    is_open: bool = False
    name: _Names | None = None


class _Hours(_Item):
    offices: dict[str, list[_Span]]
    """An empty list: the hours are not known."""
    days: list[_Day] = []


async def load(connection: AsyncConnection, folder: Path) -> None:
    """Fill teams, hours and limits, each only where its table is empty or the limit is not set.

    Raises:
        BadHelplineFile: a file is missing or broken; nothing is written.
    """
    teams, hours, limits = (_yaml(folder / name) for name in _FILES)
    read_teams = _checked(list[_Team], teams, "teams.yml")
    read_hours = _checked(_Hours, hours, "hours.yml")
    read_limits = _checked(dict[str, int], limits, "limits.yml")
    _check_limits(read_limits)
    await _fill(connection, team_table, [_team_row(n, each) for n, each in enumerate(read_teams)])
    await _fill(connection, OpeningHours.__table__, _span_rows(read_hours))
    await _fill(connection, Holiday.__table__, [_day_row(each) for each in read_hours.days])
    known = set((await connection.execute(select(limit_table.c.name))).scalars())
    rows = [{"name": n, "value": value} for n, value in read_limits.items() if n not in known]
    if rows:
        await connection.execute(insert(limit_table), rows)


def _team_row(position: int, team: _Team) -> dict[str, Any]:
    values = team.model_dump(exclude={"office", "name"})
    return values | {
        "office_id": team.office,
        "position": position,
        "name": team.name.translated(),
    }


def _span_rows(hours: _Hours) -> list[dict[str, Any]]:
    return [
        {
            "office_id": office,
            "weekday": _WEEKDAYS.index(day),
            **span.model_dump(exclude={"days"}),
        }
        for office, spans in hours.offices.items()
        for span in spans
        for day in span.days
    ]


def _day_row(day: _Day) -> dict[str, Any]:
    return {
        "day": day.day,
        "office_id": day.office,
        "is_open": day.is_open,
        "name": day.name.translated() if day.name else None,
    }


async def _fill(connection: AsyncConnection, table: Any, rows: list[dict[str, Any]]) -> None:
    filled = (await connection.execute(select(table).limit(1))).first()
    if rows and filled is None:
        await connection.execute(insert(table), rows)


def _check_limits(values: dict[str, int]) -> None:
    for name, value in values.items():
        if name not in NAMES or not 0 <= value <= LONGEST:
            raise BadHelplineFile(f"limits.yml: {name}: {value} is no limit in seconds")


def _yaml(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise BadHelplineFile(f"{path.name}: {error}") from None


def _checked(kind: type[Read], value: Any, name: str) -> Read:
    try:
        return TypeAdapter(kind).validate_python(value)
    except ValidationError as error:
        raise BadHelplineFile(f"{name}: {error}") from None
