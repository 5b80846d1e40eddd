"""How long anything may take. Administrators change these; the rest keeps its default."""

from dataclasses import dataclass, fields
from datetime import timedelta
from typing import Final

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.handoff.errors import BadLimit
from bot.tables.teams import limit_table

#: A week, in seconds.
LONGEST: Final = 7 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Limits:
    """All in seconds, so that a test can be quick; the defaults stand in `limits.yml` too."""

    unclaimed: int = 600
    """Nobody took the conversation: a call or the assistant is offered."""
    nobody_came: int = 3600
    """After that offer: the conversation goes back to the assistant."""
    staff_silent: int = 600
    """The person waits for staff's next word: back to the queue."""
    staff_gone: int = 90
    """No sign of the staff's console: back to the queue."""
    idle: int = 7200
    """Neither side wrote: back to the assistant."""
    rating_after: int = 0
    """From the end to the question for a rating."""
    awaiting: int = 900
    """How long the next message counts as the comment or phone number that was asked for."""
    told_again: int = 300
    """Before a person who writes in the queue is told again how it stands."""

    def span(self, name: str) -> timedelta:
        """A limit as a span of time."""
        return timedelta(seconds=getattr(self, name))


NAMES: Final = tuple(field.name for field in fields(Limits))


async def limits(connection: AsyncConnection) -> Limits:
    """Read the limits that hold now."""
    rows = await connection.execute(select(limit_table.c.name, limit_table.c.value))
    return Limits(**{row.name: row.value for row in rows if row.name in NAMES})


async def set_limit(connection: AsyncConnection, name: str, seconds: int) -> None:
    """Change a limit.

    Raises:
        BadLimit: no limit of that name, or not between 0 and a week.
    """
    if name not in NAMES or not 0 <= seconds <= LONGEST:
        raise BadLimit(f"{name}: {seconds}")
    await connection.execute(delete(limit_table).where(limit_table.c.name == name))
    await connection.execute(insert(limit_table).values(name=name, value=seconds))
