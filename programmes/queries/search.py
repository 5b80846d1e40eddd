"""Search by words, in all three scripts, with the same order on both databases."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, column, func, literal_column, select, table
from sqlalchemy.ext.asyncio import AsyncSession

from programmes.letters import fold, stopwords
from programmes.models import SearchDocument
from programmes.translated import Translated

Kind = Literal["programme", "article", "office"]
MOST_WORDS = 24
SHORTEST_PREFIX = 4
IN_NAME = 1.0
IN_TEXT = 0.5


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found; ``score`` is 0 to 1: how much of the weight of the words asked it has."""

    kind: str
    id: str
    title: Translated
    score: float


async def search(
    session: AsyncSession,
    words: str,
    limit: int = 5,
    kinds: Sequence[str] = ("programme", "article", "office"),
    about: str | None = None,
) -> list[Hit]:
    """Find programmes, articles and offices by words, the best first.

    A word that begins a longer one finds it too. ``about`` narrows the articles. Any text is
    accepted; one without a telling word finds nothing.
    """
    terms = _terms(words)
    if not terms:
        return []
    total = await session.scalar(select(func.count(SearchDocument.id))) or 0
    matches = _match(session.get_bind().dialect.name, terms)
    documents = list(await session.scalars(select(SearchDocument).where(matches)))
    weights = _weights(terms, documents, total)
    hits = [
        Hit(document.kind, document.entity_id, document.title, _score(document, weights))
        for document in documents
        if document.kind in kinds and _is_about(document, about)
    ]
    return sorted(hits, key=lambda hit: (-hit.score, hit.kind, hit.id))[:limit]


def _terms(words: str) -> list[str]:
    telling = (word for word in fold(words).split() if word not in stopwords())
    return list(dict.fromkeys(telling))[:MOST_WORDS]


def _match(dialect: str, terms: Sequence[str]) -> ColumnElement[bool]:
    # Folded words are letters and digits only, so neither query language can be broken out of.
    if dialect == "sqlite":
        index = table("search_index", column("rowid"))
        query = " OR ".join(f'"{term}"{"*" if _is_prefix(term) else ""}' for term in terms)
        found = select(index.c.rowid).where(literal_column("search_index").op("MATCH")(query))
        return SearchDocument.id.in_(found)
    query = " | ".join(f"'{term}'{':*' if _is_prefix(term) else ''}" for term in terms)
    vector: ColumnElement[str] = literal_column("to_tsvector('simple', names || ' ' || words)")
    return vector.op("@@")(func.to_tsquery(literal_column("'simple'"), query))


def _is_prefix(term: str) -> bool:
    return len(term) >= SHORTEST_PREFIX


def _has(text: str, term: str) -> bool:
    padded = f" {text} "
    return f" {term}" in padded if _is_prefix(term) else f" {term} " in padded


def _weights(
    terms: Sequence[str], documents: Sequence[SearchDocument], total: int
) -> dict[str, float]:
    """Weigh each word by how few of all documents have it (inverse document frequency)."""
    weights = {}
    for term in terms:
        having = sum(
            _has(document.names, term) or _has(document.words, term) for document in documents
        )
        weights[term] = math.log(1 + (total - having + 0.5) / (having + 0.5))
    return weights


def _score(document: SearchDocument, weights: dict[str, float]) -> float:
    reached = sum(weight * _place(document, term) for term, weight in weights.items())
    return round(reached / sum(weights.values()), 4)


def _place(document: SearchDocument, term: str) -> float:
    if _has(document.names, term):
        return IN_NAME
    return IN_TEXT if _has(document.words, term) else 0.0


def _is_about(document: SearchDocument, about: str | None) -> bool:
    return about is None or document.kind != "article" or document.about == about
