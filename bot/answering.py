"""The use case in the middle: a stored question gets its answer, whatever fails."""

import time
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt, wait_exponential

from bot import history, inbox, outbox
from bot.engine import Patience
from bot.errors import EngineUnavailable, TurnFailed
from bot.logs import pseudonym
from bot.messages import BotMessage, Question, Reply, Turn
from bot.metrics import Metrics
from bot.sentences import Sentences
from bot.store import Store
from bot.typed import defuse

log = structlog.get_logger(__name__)


class Answering:
    """Asks the engine, stores the answer, and says sorry when there is none."""

    def __init__(
        self,
        store: Store,
        patience: Patience,
        sentences: Sentences,
        metrics: Metrics,
        button_life: timedelta,
    ) -> None:
        self._store = store
        self._patience = patience
        self._sentences = sentences
        self._metrics = metrics
        self._button_life = button_life

    async def answer(self, question: Question, waited: float) -> Turn:
        """Answer one question; `waited` is how long it stood in its queue, in seconds."""
        started = time.perf_counter()
        if not question.is_claimed and not await inbox.claim(self._store, question):
            return await self._stored(question)
        reply, outcome = await self._reply(question, waited)
        try:
            turn = await self._finish(question, reply, outcome)
        except outbox.AlreadyAnswered:
            return await self._stored(question)
        self._note(question, reply, outcome, time.perf_counter() - started)
        return turn

    async def _reply(self, question: Question, waited: float) -> tuple[Reply, str]:
        if question.refused:
            return self._say(question, self._sentences.button_expired), "refused"
        text = question.payload or defuse(question.text)
        try:
            reply = await self._patience.ask(
                question.conversation_id, text, metadata_of(question), waited
            )
        except EngineUnavailable:
            apology = await self._sentences.apology(self._store, question.language)
            return Reply((BotMessage(apology),), self._sentences.language(question.language)), (
                "failed"
            )
        return reply, "done"

    async def _finish(self, question: Question, reply: Reply, outcome: str) -> Turn:
        # The engine has been asked and its actions have acted: a database that is away for some
        # seconds must not make the person ask again.
        attempts = AsyncRetrying(
            retry=retry_if_exception_type(SQLAlchemyError),
            stop=stop_after_attempt(6),
            wait=wait_exponential(multiplier=0.2, max=4),
            reraise=True,
        )
        failed = outcome == "failed"
        turn: Turn = await attempts(
            outbox.finish, self._store, question, reply, self._button_life, failed
        )
        return turn

    def _say(self, question: Question, sentence: Any) -> Reply:
        language = self._sentences.language(question.language)
        return Reply((BotMessage(sentence(language)),), language)

    async def _stored(self, question: Question) -> Turn:
        async with self._store.read() as session:
            turn = await history.turn_of(session, question)
        if turn is None:
            raise TurnFailed("the question is closed but has no answer")
        return turn

    def _note(self, question: Question, reply: Reply, outcome: str, seconds: float) -> None:
        self._metrics.turns.labels(question.channel, outcome).inc()
        self._metrics.turn_seconds.observe(seconds)
        log.info(
            "turn",
            conversation=pseudonym(question.conversation_id),
            position=question.position,
            outcome=outcome,
            intent=reply.intent,
            language=reply.language,
            ms=round(seconds * 1000, 1),
        )


def metadata_of(question: Question) -> dict[str, Any]:
    """What the engine is told beside the words; `message_id` makes side effects idempotent."""
    return {
        "language": question.chosen_language,
        "channel": question.channel,
        "message_id": f"{question.conversation_id}#{question.position}",
        "now": question.at.isoformat(),
    }
