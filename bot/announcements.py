"""Tells the open event streams of a conversation what has just been stored."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from bot.messages import Post, Question, Turn

Happening = Question | Turn | Post

#: A stream that lags this far behind is ended; its reader comes back and reads on.
_BACKLOG: Final = 64


class Announcements:
    """In-process publish and subscribe; the database stays the truth, this only wakes readers."""

    def __init__(self) -> None:
        self._listeners: dict[str, set[asyncio.Queue[Happening | None]]] = defaultdict(set)
        self._woken: set[asyncio.Event] = set()

    def count(self, conversation_id: str) -> int:
        """How many streams of this conversation are open."""
        return len(self._listeners.get(conversation_id, ()))

    def publish(self, happening: Happening) -> None:
        """Pass on to every listener without waiting for any."""
        for woken in self._woken:
            woken.set()
        for listener in list(self._listeners.get(happening.conversation_id, ())):
            if listener.qsize() < _BACKLOG:
                listener.put_nowait(happening)
            elif listener.qsize() == _BACKLOG:
                listener.put_nowait(None)

    @contextmanager
    def listen(self, conversation_id: str) -> Iterator[asyncio.Queue[Happening | None]]:
        """Receive what is published from now on; None means: no more."""
        listener: asyncio.Queue[Happening | None] = asyncio.Queue()
        self._listeners[conversation_id].add(listener)
        try:
            yield listener
        finally:
            self._listeners[conversation_id].discard(listener)
            if not self._listeners[conversation_id]:
                del self._listeners[conversation_id]

    @contextmanager
    def listen_all(self) -> Iterator[asyncio.Event]:
        """An event that is set whenever something is published, whatever it is."""
        woken = asyncio.Event()
        self._woken.add(woken)
        try:
            yield woken
        finally:
            self._woken.discard(woken)

    def close(self) -> None:
        """End every stream."""
        for listeners in self._listeners.values():
            for listener in listeners:
                listener.put_nowait(None)
