"""Rows that follow from the records: aliases, filter labels, search documents."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from programmes.database import Base
from programmes.letters import fold
from programmes.loading.fields import BRACES
from programmes.loading.names import Names
from programmes.loading.rows import Values
from programmes.models import (
    Alias,
    Article,
    Office,
    Programme,
    ProgrammeLabel,
    SearchDocument,
)
from programmes.translated import Translated

SPOKEN = ("summary", "who", "benefits", "apply", "documents", "deadline", "provider", "text")


async def rebuild(session: AsyncSession, names: Names) -> None:
    """Bring the derived tables in line with the records and names; writes only differences."""
    records = {
        kind: list(await session.scalars(select(table).order_by(table.id)))
        for kind, table in (("programme", Programme), ("article", Article), ("office", Office))
    }
    await _replace(session, Alias, list(_aliases(names)))
    await _replace(session, ProgrammeLabel, list(_labels(records["programme"])))
    await _replace(session, SearchDocument, list(_documents(records, names)))


async def _replace(session: AsyncSession, table: type[Base], rows: Sequence[Values]) -> None:
    if not rows:
        await session.execute(delete(table))
        return
    columns = [getattr(table, name) for name in rows[0]]
    standing = [dict(row._mapping) for row in await session.execute(select(*columns))]
    if _as_set(standing) == _as_set(rows):
        return
    await session.execute(delete(table))
    await session.execute(insert(table), rows)


def _as_set(rows: Iterable[Values]) -> frozenset[tuple[Any, ...]]:
    return frozenset(tuple(row.values()) for row in rows)


def _aliases(names: Names) -> Iterator[Values]:
    for (entity, value), texts in names.items():
        for position, text in enumerate(texts):
            yield {
                "entity": entity,
                "value": value,
                "position": position,
                "text": text,
                "folded": fold(text),
            }


def _labels(programmes: Iterable[Any]) -> Iterator[Values]:
    for programme in programmes:
        criteria = programme.criteria
        segments = criteria.segments
        if criteria.genders == ("female",):
            segments = (*segments, "women")
        labels = {
            "topic": programme.topics,
            "sector": criteria.sectors,
            "segment": segments,
            "province": criteria.provinces,
        }
        for kind, values in labels.items():
            for rank, value in enumerate(dict.fromkeys(values)):
                yield {
                    "programme_id": programme.id,
                    "kind": kind,
                    "value": value,
                    "rank": rank,
                }


def _documents(records: Mapping[str, Sequence[Any]], names: Names) -> Iterator[Values]:
    for kind, rows in records.items():
        for row in rows:
            yield {
                "kind": kind,
                "entity_id": row.id,
                "about": getattr(row, "about", None),
                "title": row.title if kind == "article" else row.name,
                "names": _folded(names[kind, row.id]),
                "words": _folded(_said(row, names)),
            }


def _said(row: Any, names: Names) -> Iterator[str]:
    for attribute in SPOKEN:
        text = getattr(row, attribute, None)
        if isinstance(text, Translated):
            yield from (BRACES.sub(" ", part) for part in text.all())
    for topic in row.topics:
        yield from names.get(("topic", topic), ())
    if isinstance(row, Programme):
        for sector in row.criteria.sectors:
            yield from names.get(("sector", sector), ())
    if isinstance(row, Office) and row.city is not None:
        yield from names.get(("city", row.city), ())


def _folded(texts: Iterable[str]) -> str:
    words = (word for text in texts for word in fold(text).split())
    return " ".join(dict.fromkeys(words))
