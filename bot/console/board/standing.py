"""What the board shows of the queue and of what staff have now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.handoff.waiting import IN_ORDER
from bot.tables import Person, conversation_table
from bot.tables.handoff import handoff_table

_handoff, _conversation = handoff_table.c, conversation_table.c
_SHOWN: Final[tuple[ColumnElement[Any], ...]] = (
    *(_conversation.key, _handoff.team_id, _handoff.staff_id, _handoff.channel),
    *(_handoff.reason, _handoff.queued_at, _handoff.waiting_since, _handoff.claimed_at),
    *(_handoff.snoozed_until, Person.name.label("person")),
)
_RUNNING: Final = (
    select(*_SHOWN)
    .join(conversation_table, _conversation.id == _handoff.conversation_id)
    .outerjoin(Person, Person.id == _conversation.person_id)
    .where(_handoff.ended_at.is_(None))
    .order_by(*IN_ORDER)
)


@dataclass(frozen=True, slots=True)
class Standing:
    """All running episodes, in the order of the queue."""

    episodes: Sequence[Row[Any]]
    at: datetime

    @property
    def waiting(self) -> Sequence[Row[Any]]:
        """Those that nobody has taken."""
        return [each for each in self.episodes if each.staff_id is None]

    @property
    def with_staff(self) -> Sequence[Row[Any]]:
        """Those that a member of staff has, put aside or not; the longest first."""
        theirs = [each for each in self.episodes if each.staff_id is not None]
        return sorted(theirs, key=lambda each: each.queued_at)

    @property
    def longest(self) -> datetime | None:
        """Since when the one waits who waits longest."""
        return min((each.waiting_since for each in self.waiting), default=None)

    def of_team(self, team_id: int) -> "Standing":
        """The same of one team."""
        return Standing([each for each in self.episodes if each.team_id == team_id], self.at)

    def load_of(self, staff_id: int) -> int:
        """How many a member of staff has now; one put aside does not count."""
        return sum(
            each.staff_id == staff_id and each.snoozed_until is None for each in self.episodes
        )


async def standing(connection: AsyncConnection, at: datetime) -> Standing:
    """Read it."""
    return Standing((await connection.execute(_RUNNING)).all(), at)


async def episode_of(connection: AsyncConnection, conversation_id: str) -> Row[Any] | None:
    """The running episode of one conversation, as the board shows it."""
    one = _RUNNING.where(_handoff.conversation_id == conversation_id)
    return (await connection.execute(one)).one_or_none()
