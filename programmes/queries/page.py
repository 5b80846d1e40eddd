"""A part of a longer list."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Some items of a list of ``total``, from ``offset`` on."""

    items: list[Item]
    total: int
    offset: int

    @property
    def has_more(self) -> bool:
        """Whether the list goes on after this page."""
        return self.offset + len(self.items) < self.total


async def page_of(
    session: AsyncSession, query: Select[Item], offset: int, limit: int
) -> Page[Item]:
    """Run a query for one page and count the whole."""
    count = select(func.count()).select_from(query.order_by(None).subquery())
    total = await session.scalar(count) or 0
    rows = await session.execute(query.offset(offset).limit(limit))
    return Page([row[0] for row in rows], total, offset)
