"""Programmes by id and by what a user is looking for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, case, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from programmes.models import Programme, ProgrammeLabel
from programmes.queries.page import Page, page_of


@dataclass(frozen=True, slots=True)
class ProgrammeFilter:
    """An empty or absent value does not narrow.

    ``sectors`` and ``province`` also let through what is open to all of them; ``topics`` and
    ``segment`` only what is made for one of them. ``amount`` is in whole rupees.
    """

    topics: Sequence[str] = ()
    sectors: Sequence[str] = ()
    province: str | None = None
    segment: str | None = None
    amount: int | None = None
    types: Sequence[str] = ()
    include_closed: bool = False


async def find_programme(session: AsyncSession, programme_id: str) -> Programme | None:
    """Find a record that is not an office by its id."""
    return await session.get(Programme, programme_id)


async def find_programmes(session: AsyncSession, ids: Sequence[str]) -> list[Programme]:
    """Find records in the order asked for; an unknown id is left out."""
    rows = await session.scalars(select(Programme).where(Programme.id.in_(ids)))
    found = {programme.id: programme for programme in rows}
    return [found[wanted] for wanted in dict.fromkeys(ids) if wanted in found]


async def list_programmes(
    session: AsyncSession, wanted: ProgrammeFilter, offset: int = 0, limit: int = 5
) -> Page[Programme]:
    """List what fits the filter.

    First what is made for the sector asked for, then active before unknown before closed, then
    the province's own, then the better documented, then the one whose main topic it is.
    """
    query = select(Programme).where(*_conditions(wanted)).order_by(*_order(wanted))
    return await page_of(session, query, offset, limit)


def _conditions(wanted: ProgrammeFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if not wanted.include_closed:
        conditions.append(Programme.status != "closed")
    if wanted.types:
        conditions.append(Programme.type.in_(wanted.types))
    if wanted.topics:
        conditions.append(_labelled("topic", wanted.topics))
    if wanted.segment is not None:
        conditions.append(_labelled("segment", [wanted.segment]))
    if wanted.sectors:
        conditions.append(_open_to("sector", wanted.sectors))
    if wanted.province is not None:
        conditions.append(_open_to("province", [wanted.province]))
    if wanted.amount is not None:
        conditions.extend(_amount_within(wanted.amount))
    return conditions


def _amount_within(amount: int) -> list[ColumnElement[bool]]:
    return [
        func.coalesce(Programme.amount_min, 0) <= amount,
        func.coalesce(Programme.amount_max, amount) >= amount,
    ]


def _order(wanted: ProgrammeFilter) -> list[SQLColumnExpression[Any]]:
    order: list[SQLColumnExpression[Any]] = []
    if wanted.sectors:
        order.append(case((_labelled("sector", wanted.sectors), 0), else_=1))
    if wanted.amount is not None:
        order.append(case((Programme.amount_max.is_not(None), 0), else_=1))
    order.append(case({"active": 0, "unknown": 1}, value=Programme.status, else_=2))
    if wanted.province is not None:
        order.append(case((_labelled("province", [wanted.province]), 0), else_=1))
    order.append(case({"high": 0, "medium": 1}, value=Programme.confidence, else_=2))
    if wanted.topics:
        order.append(_topic_rank(wanted.topics))
    return [*order, Programme.id]


def _topic_rank(topics: Sequence[str]) -> ColumnElement[Any]:
    ranks = select(func.min(ProgrammeLabel.rank)).where(
        ProgrammeLabel.programme_id == Programme.id,
        ProgrammeLabel.kind == "topic",
        ProgrammeLabel.value.in_(topics),
    )
    return ranks.scalar_subquery()


def _labelled(kind: str, values: Sequence[str]) -> ColumnElement[bool]:
    return _has_label(kind, ProgrammeLabel.value.in_(values))


def _open_to(kind: str, values: Sequence[str]) -> ColumnElement[bool]:
    return or_(_labelled(kind, values), ~_has_label(kind))


def _has_label(kind: str, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    owned = and_(ProgrammeLabel.programme_id == Programme.id, ProgrammeLabel.kind == kind)
    return exists().where(owned, *conditions)
