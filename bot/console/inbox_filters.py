"""Which conversations the inbox shows: its lists and filters, as they stand in the address."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import Depends, Query

#: Longer text is no search.
_LONGEST: Final = 200


class View(StrEnum):
    """The lists of the inbox."""

    QUEUE = "queue"
    MINE = "mine"
    TEAM = "team"
    ALL = "all"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; an empty text narrows nothing."""

    channel: str = ""
    language: str = ""
    topic: str = ""
    longest_first: bool = False
    q: str = ""
    page: int = 1

    @property
    def is_set(self) -> bool:
        """Whether anything is narrowed."""
        return bool(self.channel or self.language or self.topic or self.q)

    def address(self, view: View, page: int = 1) -> str:
        """The address of a list with these filters."""
        values = {
            "channel": self.channel,
            "language": self.language,
            "topic": self.topic,
            "waiting": "longest" if self.longest_first else "",
            "q": self.q,
            "page": str(page) if page > 1 else "",
        }
        query = urlencode({name: value for name, value in values.items() if value})
        return f"/console/inbox/{view}" + (f"?{query}" if query else "")


Text = Annotated[str, Query(max_length=_LONGEST)]


def filters_of(
    channel: Text = "",
    language: Text = "",
    topic: Text = "",
    waiting: Text = "",
    q: Text = "",
    page: Annotated[int, Query(ge=1, le=1000)] = 1,
) -> Filters:
    """The filters that a request names."""
    return Filters(channel, language, topic, waiting == "longest", " ".join(q.split()), page)


AskedFilters = Annotated[Filters, Depends(filters_of)]
