"""Runs the work that is due on conversations: one task for each lease, many at once."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Final

import structlog

from bot import leases
from bot.leases import LIFE, Lease, Work
from bot.logs import pseudonym
from bot.store import Store
from bot.tables import now

Run = Callable[[Lease, Any], Awaitable[None]]
"""Does all that is due in one conversation and gives the lease back; the second argument is what
whoever began the lane passed on."""

#: Seconds between two looks for work that nobody announced: due retries, leases that ran out.
_LOOK: Final = 0.5
#: Work that failed for no reason we know is tried again after this time.
_AGAIN: Final = timedelta(seconds=2)

log = structlog.get_logger(__name__)


class Lanes:
    """Holds the leases of one kind of work in this process."""

    def __init__(self, store: Store, work: Work, desk: str, run: Run, concurrency: int) -> None:
        """`concurrency` is how many conversations are worked on at the same time."""
        self._store, self._work, self._desk, self._run = store, work, desk, run
        self._concurrency = concurrency
        self._slots = asyncio.Semaphore(concurrency)
        self._held: dict[asyncio.Task[None], Lease] = {}
        self._loops: list[asyncio.Task[None]] = []
        self._wake = asyncio.Event()
        self._stopping = asyncio.Event()
        self.is_stopped = False

    def __len__(self) -> int:
        return len(self._held)

    def token(self) -> str | None:
        """A token for a lease to be taken in somebody else's transaction; None while stopping."""
        return None if self.is_stopped else leases.new_token(self._desk)

    def begin(self, lease: Lease, passed_on: Any = None) -> None:
        """Work under a lease that was taken."""
        if self.is_stopped:
            return
        task = asyncio.create_task(self._lane(lease, passed_on))
        self._held[task] = lease
        task.add_done_callback(lambda done: self._held.pop(done, None))

    def look(self) -> None:
        """Look for due work now."""
        self._wake.set()

    def start(self) -> None:
        """Begin to look for work and to renew what is held."""
        self._loops = [asyncio.create_task(self._find()), asyncio.create_task(self._renew())]

    async def stop(self) -> None:
        """End at once, and give the leases back where the database lets us."""
        self.is_stopped = True
        held = list(self._held.values())
        self._wake.set()
        self._stopping.set()
        for lane in self._held:
            lane.cancel()
        await asyncio.gather(*self._loops, *self._held, return_exceptions=True)
        with contextlib.suppress(Exception):
            for lease in held:
                async with self._store.write() as connection:
                    await leases.release(connection, self._work, lease, now())

    async def _lane(self, lease: Lease, passed_on: Any) -> None:
        try:
            async with self._slots:
                await self._run(lease, passed_on)
        except Exception:
            log.exception(
                "lane_failed", work=self._work.value, conversation=pseudonym(lease.conversation_id)
            )
            # Without a database this fails too, and the lease runs out by itself.
            with contextlib.suppress(Exception):
                async with self._store.write() as connection:
                    await leases.release(connection, self._work, lease, now() + _AGAIN)

    async def _find(self) -> None:
        while not self.is_stopped:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_LOOK):
                    await self._wake.wait()
            self._wake.clear()
            if self.is_stopped:
                return
            free = self._concurrency - len(self._held)
            if free <= 0:
                continue
            try:
                async with self._store.write() as connection:
                    found = await leases.claim(connection, self._work, self._desk, free)
            except Exception as error:
                log.warning("no_work_found", work=self._work.value, error=type(error).__name__)
                continue
            for lease in found:
                self.begin(lease)
            if len(found) == free:
                self._wake.set()

    async def _renew(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LIFE.total_seconds() / 3):
                    await self._stopping.wait()
                    return
            held = dict(self._held)
            if not held:
                continue
            tokens = list({lease.token for lease in held.values()})
            try:
                async with self._store.write() as connection:
                    kept = await leases.renew(connection, self._work, tokens)
            except Exception as error:
                log.warning("lease_not_renewed", error=type(error).__name__)
                continue
            for task, lease in held.items():
                if lease.token not in kept:
                    # Somebody else has it: what this lane would write is refused anyway.
                    task.cancel()
