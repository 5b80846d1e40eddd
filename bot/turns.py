"""A lock whose waiters are of two kinds: who is urgent goes before everybody else."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Turns:
    """So many at a time, first come first served within each kind. Made for one event loop."""

    def __init__(self, places: int = 1) -> None:
        self._free = places
        self._urgent: deque[asyncio.Future[None]] = deque()
        self._others: deque[asyncio.Future[None]] = deque()

    @asynccontextmanager
    async def turn(self, is_urgent: bool = False) -> AsyncIterator[None]:
        """Hold a place within the context."""
        if self._free:
            self._free -= 1
        else:
            await self._wait(self._urgent if is_urgent else self._others)
        try:
            yield
        finally:
            self._pass_on()

    async def _wait(self, queue: deque[asyncio.Future[None]]) -> None:
        waiter = asyncio.get_running_loop().create_future()
        queue.append(waiter)
        try:
            await waiter
        except asyncio.CancelledError:
            if not waiter.cancelled():
                # The place was handed over at the very moment of giving up.
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        """Hand the place to the next without ever leaving it free for who did not wait."""
        for queue in (self._urgent, self._others):
            while queue:
                waiter = queue.popleft()
                if not waiter.done():
                    waiter.set_result(None)
                    return
        self._free += 1
