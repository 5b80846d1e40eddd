"""Passes on what was stored, here or by another desk, to the streams and waiters of this one."""

import asyncio
from collections.abc import Sequence

import structlog

from bot import bell, history, questions
from bot.announcements import Announcements
from bot.store import Ring, Store
from bot.waiters import Waiters

log = structlog.get_logger(__name__)


class Hearing:
    """Reads what a ring names from the database, and publishes it."""

    def __init__(self, store: Store, announcements: Announcements, waiters: Waiters) -> None:
        self._store, self._announcements, self._waiters = store, announcements, waiters
        self._tasks: set[asyncio.Task[None]] = set()

    def committed(self, rung: Sequence[Ring]) -> None:
        """Of this desk. Questions and answers are published by who stores them, posts here."""
        posts = [one for one in rung if one[0] == bell.POST and self._announcements.count(one[1])]
        if posts:
            task = asyncio.create_task(self._heard_in_turn(posts))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _heard_in_turn(self, rung: Sequence[Ring]) -> None:
        for what, conversation_id, position in rung:
            await self.heard(what, conversation_id, position)

    async def heard(self, what: str, conversation_id: str, position: int) -> None:
        """Of another desk."""
        async with self._store.read() as session:
            if what == bell.ANSWER:
                turn = await history.turn_at(session, conversation_id, position)
                if turn is not None:
                    self._announcements.publish(turn)
                    self._waiters.answered(turn)
            elif what == bell.QUESTION:
                question = await questions.at(session, conversation_id, position)
                if question is not None:
                    self._announcements.publish(question)
            else:
                post = await history.post_at(session, conversation_id, position)
                if post is not None:
                    self._announcements.publish(post)
