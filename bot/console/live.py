"""Tells open consoles what happens: one reader a desk looks at the database for all of them.

The database is the truth, so a stream that breaks reads on from its last event's id; an event may
be told twice, never not at all. What is told names conversations and no words of theirs.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Final

import structlog

from bot.announcements import Announcements
from bot.console import live_reading as reading
from bot.console.live_events import Event, events_of, look, may_know
from bot.console.live_marks import Mark, Progress
from bot.console.live_watching import Watching
from bot.console.visibility import sees_all
from bot.staff.members import Member
from bot.store import Store
from bot.tables import message_table
from bot.tables.handoff import event_table

#: Seconds between two looks when nothing wakes the reader.
EVERY: Final = 0.15
#: Seconds in which what happens together is gathered.
_GATHERED: Final = 0.02
#: A stream that lags this far behind is ended; its page comes back and reads on.
_BACKLOG: Final = 1000
_LOOKED_BACK: Final = 50

log = structlog.get_logger(__name__)


@dataclass(slots=True, eq=False)
class Watcher:
    """One open stream."""

    member: Member
    events: asyncio.Queue[Event | None] = field(default_factory=asyncio.Queue)

    def offer(self, events: Sequence[Event]) -> None:
        """Pass events on without waiting; one who lags too far behind is sent away."""
        room = _BACKLOG - self.events.qsize()
        for event in events if room >= len(events) else (None,):
            self.events.put_nowait(event)


class Live:
    """The reader. It looks only while somebody watches."""

    def __init__(self, store: Store, announcements: Announcements) -> None:
        self._store, self._announcements = store, announcements
        self._watchers: set[Watcher] = set()
        self._starting = asyncio.Lock()
        self._somebody, self._is_closed = asyncio.Event(), False
        self._messages = Progress(0, store.is_shared)
        self._changes = Progress(0, store.is_shared)
        self._watching = Watching()

    @property
    def mark(self) -> Mark:
        """Everything up to here was told."""
        return Mark(self._messages.told, self._changes.told)

    def streams_of(self, staff_id: int) -> int:
        """How many streams a member has open on this desk."""
        return sum(each.member.id == staff_id for each in self._watchers)

    async def run(self) -> None:
        """Look, until cancelled."""
        with self._announcements.listen_all() as woken:
            while True:
                await self._somebody.wait()
                try:
                    await self._look()
                except Exception:
                    # Whatever it was, the next look may do better; nobody else looks.
                    log.exception("live_look_failed")
                await _pause(woken)

    def close(self) -> None:
        """End every stream, and every one that is opened from now on."""
        self._is_closed = True
        for watcher in self._watchers:
            watcher.events.put_nowait(None)

    @asynccontextmanager
    async def watch(self, member: Member) -> AsyncIterator[Watcher]:
        """Receive what a member may know from now on; None means: no more."""
        watcher = Watcher(member)
        async with self._starting:
            if not self._watchers:
                await self._begin()
            self._watchers.add(watcher)
            self._somebody.set()
        if self._is_closed:
            watcher.events.put_nowait(None)
        try:
            yield watcher
        finally:
            self._watchers.discard(watcher)
            if not self._watchers:
                self._somebody.clear()

    async def since(self, mark: Mark, member: Member) -> list[Event] | None:
        """What a member has missed since a mark; None: too much, the page should be read anew."""
        async with self._store.read() as session:
            found = await look(session, Progress(mark.message, False), Progress(mark.change, False))
        if max(len(found.spoken), len(found.changed)) >= reading.MOST:
            return None
        return list(events_of(found, member))

    async def hello(self, member: Member) -> Event:
        """The first event of a stream: the counts."""
        async with self._store.read() as session:
            counts = await reading.counts(session)
        return Event("hello", counts.of(member.id, sees_all=sees_all(member)), self.mark)

    async def _begin(self) -> None:
        async with self._store.read() as session:
            messages = await reading.newest(session, message_table)
            changes = await reading.newest(session, event_table)
        # Where rows appear out of order, the last of them are told again rather than one missed.
        back = _LOOKED_BACK if self._store.is_shared else 0
        self._messages = Progress(max(0, messages - back), self._store.is_shared)
        self._changes = Progress(max(0, changes - back), self._store.is_shared)

    async def _look(self) -> None:
        async with self._store.read() as session:
            found = await look(session, self._messages, self._changes)
            seen, facts = await self._watching.look(session)
        at = time.monotonic()
        self._messages.note((row.id for row in found.spoken), at)
        self._changes.note((row.id for row in found.changed), at)
        for watcher in list(self._watchers):
            events = list(events_of(found, watcher.member))
            events += [
                Event(each.name, each.data)
                for each in seen
                if may_know(watcher.member, facts.get(each.conversation_id))
            ]
            if events:
                watcher.offer([*events[:-1], replace(events[-1], mark=self.mark)])


async def _pause(woken: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(woken.wait(), EVERY)
        await asyncio.sleep(_GATHERED)
    except TimeoutError:
        pass
    woken.clear()
