"""The training calendar: what is still to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from programmes.models import TrainingEvent
from programmes.queries.page import Page, page_of


@dataclass(frozen=True, slots=True)
class TrainingFilter:
    """An empty or absent value does not narrow. ``start`` and ``end`` bound the days asked for."""

    topics: Sequence[str] = ()
    city: str | None = None
    province: str | None = None
    segment: str | None = None
    start: date | None = None
    end: date | None = None


async def list_trainings(
    session: AsyncSession,
    wanted: TrainingFilter,
    today: date,
    offset: int = 0,
    limit: int = 5,
) -> Page[TrainingEvent]:
    """List the trainings that are not over, the soonest first."""
    query = select(TrainingEvent).where(*_conditions(wanted, today))
    return await page_of(
        session, query.order_by(TrainingEvent.starts, TrainingEvent.id), offset, limit
    )


async def find_training(session: AsyncSession, training_id: str) -> TrainingEvent | None:
    """Find a training by its id, a past one too."""
    return await session.get(TrainingEvent, training_id)


def _conditions(wanted: TrainingFilter, today: date) -> list[ColumnElement[bool]]:
    conditions = [TrainingEvent.ends >= max(today, wanted.start or today)]
    if wanted.end is not None:
        conditions.append(TrainingEvent.starts <= wanted.end)
    if wanted.topics:
        conditions.append(TrainingEvent.topic.in_(wanted.topics))
    if wanted.city is not None:
        conditions.append(TrainingEvent.city == wanted.city)
    if wanted.province is not None:
        conditions.append(TrainingEvent.province == wanted.province)
    if wanted.segment is not None:
        conditions.append(TrainingEvent.segment == wanted.segment)
    return conditions
