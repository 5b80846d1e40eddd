"""Who waits for the answer of a question, in this process."""

import asyncio
from typing import Final

from bot.errors import TurnFailed
from bot.messages import Turn


class Waiters:
    """Futures by question; the answer may be written by any desk."""

    def __init__(self) -> None:
        self._futures: dict[tuple[str, int], asyncio.Future[Turn]] = {}
        self._is_stopped = False

    def __len__(self) -> int:
        return len(self._futures)

    def __contains__(self, question: tuple[str, int]) -> bool:
        return question in self._futures

    def wait(self, conversation_id: str, position: int) -> asyncio.Future[Turn]:
        """The answer to come; the same question again gives the same future."""
        key = (conversation_id, position)
        future = self._futures.get(key)
        if future is None:
            future = asyncio.get_running_loop().create_future()
            future.add_done_callback(lambda done: self._forget(key, done))
            if self._is_stopped:
                future.set_exception(STOPPING)
            else:
                self._futures[key] = future
        return future

    def answered(self, turn: Turn) -> None:
        """Wake who waits for this answer."""
        future = self._futures.get((turn.conversation_id, turn.question))
        if future is not None and not future.done():
            future.set_result(turn)

    def failed(self, conversation_id: str, position: int, error: Exception) -> None:
        """Tell who waits that no answer could be stored; the question stays open."""
        future = self._futures.get((conversation_id, position))
        if future is not None and not future.done():
            future.set_exception(error)

    def stop(self) -> None:
        """Nobody may be left waiting for an answer that no longer comes."""
        self._is_stopped = True
        for future in list(self._futures.values()):
            if not future.done():
                future.set_exception(STOPPING)

    def _forget(self, key: tuple[str, int], future: asyncio.Future[Turn]) -> None:
        self._futures.pop(key, None)
        # Nobody may be waiting any more; then an error must not be reported as never retrieved.
        if not future.cancelled():
            future.exception()


STOPPING: Final = TurnFailed(
    "The desk is being stopped; the message is kept. Send it again with its id."
)
