"""The loop that fires timers, gives out waiting conversations and tells places in the queue."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.handoff import expiry, presence, queue, timers
from bot.handoff.limits import limits
from bot.handoff.names import Assignment, Timer
from bot.handoff.timers import Due
from bot.handoff.voice import Voice
from bot.handoff.waiting import IN_ORDER, IS_WAITING, is_worth_telling
from bot.logs import pseudonym
from bot.store import Store
from bot.tables import now
from bot.tables.handoff import handoff_table
from bot.tables.teams import team_table

log = structlog.get_logger(__name__)

INTERVAL: Final = 1.0
"""Seconds between two looks."""
_PUT_OFF: Final = timedelta(minutes=1)

_handoff = handoff_table.c
_WAITING: Final = (
    select(_handoff.conversation_id, _handoff.team_id, _handoff.place_told)
    .where(*IS_WAITING)
    .order_by(*IN_ORDER)
)


class Timekeeper:
    """Runs in every desk; what one of them does, the others find done."""

    def __init__(
        self,
        store: Store,
        voice: Voice,
        clock: Callable[[], datetime] = now,
        interval: float = INTERVAL,
    ) -> None:
        """`interval` is in seconds."""
        self._store = store
        self._voice = voice
        self._clock = clock
        self._interval = interval

    async def run(self) -> None:
        """Work until cancelled; whatever fails is logged and tried again."""
        started = False
        while True:
            try:
                if not started:
                    await self.start()
                    started = True
                await self.tick()
            except Exception:
                log.exception("timekeeper_failed")
            await asyncio.sleep(self._interval)

    async def start(self) -> None:
        """While the desk was down no console could show itself: they all get their grace anew."""
        async with self._store.write() as connection:
            grace = (await limits(connection)).span("staff_gone")
            await timers.not_before(connection, Timer.STAFF_GONE, self._clock() + grace)

    async def tick(self) -> None:
        """One look: everything that is due now."""
        while await self._fire_one():
            pass
        async with self._store.read() as session:
            connection = await session.connection()
            waiting = (await connection.execute(_WAITING)).all()
            giving = await self._giving(connection) if waiting else frozenset()
        for row in waiting:
            if row.team_id in giving:
                await self._for_one(queue.assign_waiting, row.conversation_id)
        for conversation_id in to_tell(waiting):
            await self._for_one(queue.announce, conversation_id)

    async def _fire_one(self) -> bool:
        due: Due | None = None
        try:
            async with self._store.write() as connection:
                due = await timers.take_due(connection, self._clock())
                if due is not None:
                    await expiry.fire(connection, self._voice, due, self._clock())
        except Exception:
            if due is None:
                raise
            # One conversation in a bad state must not stop the timers of all others.
            log.exception(
                "timer_failed", kind=due.kind, conversation=pseudonym(due.conversation_id)
            )
            async with self._store.write() as connection:
                await timers.put_off(connection, due, self._clock() + _PUT_OFF)
        return due is not None

    async def _for_one(self, act: Callable[..., Any], conversation_id: str) -> None:
        async with self._store.write() as connection:
            await act(connection, self._voice, conversation_id, self._clock())

    async def _giving(self, connection: AsyncConnection) -> frozenset[int]:
        """The teams with automatic assignment in which somebody has room."""
        grace = (await limits(connection)).span("staff_gone")
        automatic = select(team_table.c.id).where(team_table.c.assignment == Assignment.AUTOMATIC)
        giving: set[int] = set()
        for team_id in (await connection.execute(automatic)).scalars().all():
            online = await presence.online(connection, self._clock(), grace, team_id)
            if any(each.has_room for each in online):
                giving.add(team_id)
        return frozenset(giving)


def to_tell(waiting: Sequence[Any]) -> list[str]:
    """Of all who wait, in their order: whose place has changed by so much that they are told."""
    places: Counter[int | None] = Counter()
    found = []
    for row in waiting:
        places[row.team_id] += 1
        if row.place_told is not None and is_worth_telling(row.place_told, places[row.team_id]):
            found.append(row.conversation_id)
    return found
