"""The figures of the day, from what the episodes have on record."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from statistics import mean, median

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.handoff.hours import ZONE
from bot.tables.handoff import handoff_table

_handoff = handoff_table.c


@dataclass(frozen=True, slots=True)
class Today:
    """Since midnight in Pakistan; times in seconds, None where nothing was measured."""

    asked: int
    """Episodes that began."""
    wait: int | None
    """Median from the wish for a person to the first claim."""
    handling: int | None
    """Median from the first claim to the end."""
    rating: float | None
    """Mean of 1 to 5."""
    ratings: int
    outcomes: Mapping[str, int]


async def today(connection: AsyncConnection, at: datetime) -> Today:
    """Read and count."""
    midnight = datetime.combine(at.astimezone(ZONE).date(), time.min, ZONE)
    columns = (
        *(_handoff.queued_at, _handoff.claimed_at, _handoff.ended_at, _handoff.outcome),
        *(_handoff.wait_seconds, _handoff.handling_seconds, _handoff.rating),
    )
    recent = or_(
        _handoff.queued_at >= midnight,
        _handoff.claimed_at >= midnight,
        _handoff.ended_at >= midnight,
    )
    rows = (await connection.execute(select(*columns).where(recent))).all()
    ended = [row for row in rows if row.ended_at is not None and row.ended_at >= midnight]
    claimed = [row for row in rows if row.claimed_at is not None and row.claimed_at >= midnight]
    ratings = [row.rating for row in ended if row.rating is not None]
    return Today(
        asked=sum(row.queued_at >= midnight for row in rows),
        wait=_median([row.wait_seconds for row in claimed]),
        handling=_median([row.handling_seconds for row in ended]),
        rating=mean(ratings) if ratings else None,
        ratings=len(ratings),
        outcomes=dict(Counter(row.outcome for row in ended).most_common()),
    )


def _median(measured: list[int | None]) -> int | None:
    known = [each for each in measured if each is not None]
    return round(median(known)) if known else None
