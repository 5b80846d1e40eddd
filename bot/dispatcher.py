"""One question at a time in a conversation, many conversations at once."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable

import structlog

from bot.errors import TurnFailed
from bot.logs import pseudonym
from bot.messages import Question, Turn

Answer = Callable[[Question, float], Awaitable[Turn]]
"""Answers a question and stores the answer; the number is the seconds it stood in its queue."""

log = structlog.get_logger(__name__)


class Dispatcher:
    """Answers questions in order; whoever asked may go away meanwhile, the answer is stored."""

    def __init__(self, answer: Answer, concurrency: int = 64) -> None:
        """`concurrency` is how many conversations are being answered at the same time."""
        self._answer = answer
        self._slots = asyncio.Semaphore(concurrency)
        self._lanes: dict[str, deque[Question]] = {}
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._answers: dict[int, asyncio.Future[Turn]] = {}
        self._arrivals: dict[int, float] = {}
        self._is_stopped = False

    @property
    def waiting(self) -> int:
        """How many questions have no answer yet."""
        return len(self._answers)

    def is_idle(self, conversation_id: str) -> bool:
        """Whether nothing of this conversation waits or is being answered."""
        return conversation_id not in self._lanes

    def submit(self, question: Question) -> asyncio.Future[Turn]:
        """Queue a question; the same question again gives the same future."""
        known = self._answers.get(question.id)
        if known is not None:
            return known
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[Turn] = loop.create_future()
        answer.add_done_callback(_retrieve)
        if self._is_stopped:
            _set(answer, _stopping())
            return answer
        self._answers[question.id] = answer
        self._arrivals[question.id] = loop.time()
        self._enqueue(question)
        return answer

    def resume(self, questions: Iterable[Question]) -> None:
        """Queue what an earlier process left unanswered."""
        for question in questions:
            self.submit(question)

    async def stop(self) -> None:
        """End at once; what is not answered stays open in the database, and who waits is told."""
        self._is_stopped = True
        workers = list(self._workers.values())
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
        for answer in self._answers.values():
            _set(answer, _stopping())
        self._answers.clear()

    def _enqueue(self, question: Question) -> None:
        lane = self._lanes.setdefault(question.conversation_id, deque())
        # Two requests of one conversation may be stored in one order and arrive here in another.
        behind = [waiting for waiting in lane if waiting.position > question.position]
        for waiting in behind:
            lane.remove(waiting)
        lane.extend((question, *behind))
        if question.conversation_id not in self._workers:
            worker = asyncio.create_task(self._work(question.conversation_id))
            self._workers[question.conversation_id] = worker

    async def _work(self, conversation_id: str) -> None:
        lane = self._lanes[conversation_id]
        try:
            while lane:
                question = lane.popleft()
                async with self._slots:
                    await self._settle(question)
        finally:
            del self._lanes[conversation_id], self._workers[conversation_id]

    async def _settle(self, question: Question) -> None:
        answer = self._answers[question.id]
        waited = asyncio.get_running_loop().time() - self._arrivals.pop(question.id)
        try:
            turn = await self._answer(question, waited)
        except Exception as error:
            log.exception("turn_failed", conversation=pseudonym(question.conversation_id))
            _set(answer, error)
        else:
            if not answer.done():
                answer.set_result(turn)
        finally:
            self._answers.pop(question.id, None)
            # Told to stop: nobody may be left waiting for an answer that no longer comes.
            _set(answer, _stopping())


def _stopping() -> TurnFailed:
    return TurnFailed("The desk is being stopped; the message is kept. Send it again with its id.")


def _set(answer: asyncio.Future[Turn], error: Exception) -> None:
    if not answer.done():
        answer.set_exception(error)


def _retrieve(answer: asyncio.Future[Turn]) -> None:
    # Nobody may be waiting any more; an error has been logged, so it must not be reported again.
    if not answer.cancelled():
        answer.exception()
