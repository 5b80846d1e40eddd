"""One turn at a time per conversation, without polling."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import Any, AsyncGenerator, Dict, Optional

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, LockError, LockStore


class InProcessLockStore(LockStore):
    """Turns of one conversation wait in line and are woken when it is theirs.

    Rasa's own stores look once a second whether it is their turn, so that a second message of one
    user takes over a second. The engine is one process, so its memory is the place for the locks:
    turns are taken one by one in the order in which they arrive here, whichever desk sent them. In
    which order they arrive is up to the desk, which asks one message of a conversation at a time.
    """

    def __init__(self, endpoint_config: Optional[Any] = None) -> None:
        """Takes the endpoint's settings; there are none."""
        super().__init__()
        self._locks: Dict[str, asyncio.Lock] = {}
        self._waiting: Dict[str, int] = {}

    @asynccontextmanager
    async def lock(
        self,
        conversation_id: str,
        lock_lifetime: float = LOCK_LIFETIME,
        wait_time_in_seconds: float = 1,
    ) -> AsyncGenerator[TicketLock, None]:
        """Holds the conversation; raises LockError if it is not free within the lifetime."""
        turn = self._locks.setdefault(conversation_id, asyncio.Lock())
        self._waiting[conversation_id] = self._waiting.get(conversation_id, 0) + 1
        try:
            try:
                await asyncio.wait_for(turn.acquire(), lock_lifetime)
            except asyncio.TimeoutError as error:
                raise LockError(
                    f"Conversation '{conversation_id}' was not free in time."
                ) from error
            try:
                yield TicketLock(conversation_id)
            finally:
                turn.release()
        finally:
            self._leave(conversation_id)

    def _leave(self, conversation_id: str) -> None:
        self._waiting[conversation_id] -= 1
        if not self._waiting[conversation_id]:
            del self._waiting[conversation_id], self._locks[conversation_id]
