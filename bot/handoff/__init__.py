"""Conversations pass between the assistant and helpline staff, and everyone knows whose they are.

Every function works in the caller's open transaction and takes the time as `at`.
"""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.handoff import person, queue
from bot.handoff.names import Outcome, Reason
from bot.handoff.person import Heard
from bot.handoff.timekeeper import Timekeeper
from bot.handoff.voice import Post, Voice
from bot.messages import BotMessage
from bot.store import Store
from bot.tables import now

__all__ = ["Handoff", "Heard", "Outcome", "Post", "Reason", "Timekeeper", "Voice"]


class Handoff:
    """What the answering of messages needs of the handoff. The console uses the modules."""

    def __init__(self, post: Post, clock: Callable[[], datetime] = now) -> None:
        self.voice = Voice(post)
        self._clock = clock

    async def request(
        self, connection: AsyncConnection, conversation_id: str, reason: str
    ) -> list[BotMessage]:
        """Ask for a person, for a `Reason`; gives what the person is told after the answer.

        To be called in the transaction that stores the answer, after its owner was checked.
        """
        at = self._clock()
        return await queue.request(connection, self.voice, conversation_id, Reason(reason), at)

    async def hears(
        self,
        connection: AsyncConnection,
        conversation_id: str,
        text: str,
        intent: str | None = None,
    ) -> Heard:
        """Take note of a message, in the transaction that closes it."""
        return await person.hears(
            connection, self.voice, conversation_id, text, self._clock(), intent
        )

    async def pressed(
        self, connection: AsyncConnection, conversation_id: str, payload: str
    ) -> list[BotMessage] | None:
        """Answer a button of the desk's own; None: it is not the desk's."""
        return await person.pressed(connection, self.voice, conversation_id, payload, self._clock())

    def timekeeper(self, store: Store) -> Timekeeper:
        """The loop that runs beside the desk."""
        return Timekeeper(store, self.voice, self._clock)
