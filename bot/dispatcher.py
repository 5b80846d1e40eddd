"""One question at a time in a conversation, many conversations at once, on any number of desks."""

import asyncio
from typing import Any, Final

import structlog

from bot.announcements import Announcements
from bot.answering import Answering
from bot.channels.port import Channel
from bot.finishing import AlreadyAnswered, Finished
from bot.inbox import Accepted
from bot.lanes import Lanes
from bot.leases import Lease, Work
from bot.logs import pseudonym
from bot.messages import Question
from bot.questions import take_next
from bot.store import Store
from bot.tables import BOT, now
from bot.waiters import Waiters

#: How many conversations are being answered at the same time.
CONCURRENCY: Final = 64

log = structlog.get_logger(__name__)


class Dispatcher:
    """Runs the lanes of `Work.ANSWER`."""

    def __init__(
        self,
        store: Store,
        desk: str,
        answering: Answering,
        sending: Lanes,
        channels: dict[str, Channel],
        announcements: Announcements,
        waiters: Waiters,
    ) -> None:
        self._store, self._answering, self._sending = store, answering, sending
        self._channels, self._announcements, self._waiters = channels, announcements, waiters
        self._started = now()
        self._gestures: set[asyncio.Task[None]] = set()
        self.lanes = Lanes(store, Work.ANSWER, desk, self._run, CONCURRENCY)

    def take_up(self, accepted: Accepted) -> None:
        """Begin with a message that was just stored, where its conversation was free."""
        if accepted.lease is not None:
            self.lanes.begin(accepted.lease, accepted.question if accepted.is_next else None)

    async def _run(self, lease: Lease, first: Any) -> None:
        question: Question | None = first
        while True:
            if question is None:
                question = await take_next(self._store, lease)
                if question is None:
                    return
            if not await self._settle(question, lease):
                return
            question = None

    async def _settle(self, question: Question, lease: Lease) -> bool:
        """Answer one question; whether the lease is still held."""
        # What waited while no desk was there has lost nothing of its patience.
        waited = (now() - max(question.at, self._started)).total_seconds()
        self._show_typing(question)
        sender = self._sending.token()
        try:
            finished = await self._answering.answer(question, lease, sender, waited)
        except AlreadyAnswered:
            await self._tell_stored(question)
            return True
        except Exception as error:
            log.exception("turn_failed", conversation=pseudonym(question.conversation_id))
            self._waiters.failed(question.conversation_id, question.position, error)
            raise
        self._tell(finished)
        return finished.goes_on

    def _tell(self, finished: Finished) -> None:
        self._announcements.publish(finished.turn)
        self._waiters.answered(finished.turn)
        if finished.sender is not None:
            self._sending.begin(finished.sender)
        elif finished.turn.replies:
            self._sending.look()

    async def _tell_stored(self, question: Question) -> None:
        turn = await self._answering.stored(question)
        if turn is not None:
            self._waiters.answered(turn)

    def _show_typing(self, question: Question) -> None:
        """The person sees that they are read; the answer does not wait for it."""
        channel = self._channels.get(question.channel)
        if channel is None or question.owner != BOT:
            return
        gesture = asyncio.create_task(channel.show_typing(question.address, question.external_id))
        self._gestures.add(gesture)
        gesture.add_done_callback(self._gestures.discard)
