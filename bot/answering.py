"""The use case in the middle: a stored question gets its answer, whatever fails."""

import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any, Final

import structlog
from sqlalchemy.exc import SQLAlchemyError
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt, wait_exponential

from bot import history, outbox
from bot.asking import words_for_engine
from bot.engine import Patience
from bot.errors import EngineUnavailable
from bot.leases import Lease
from bot.logs import pseudonym
from bot.messages import BotMessage, Kind, Question, Reply, Turn
from bot.metrics import Metrics
from bot.outbox import DESK, Ending, Finished
from bot.sentences import Sentences
from bot.store import Store
from bot.tables import BOT

#: A message that was taken up so often brought the desk down each time, or seemed to.
_MOST_ATTEMPTS: Final = 5
#: The intent whose button shows more of the same list.
_MORE: Final = "/show_more"

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
        longest: int,
        coalescing: frozenset[str] = frozenset(),
    ) -> None:
        """`coalescing` are the channels on which an answer is one message."""
        self._store = store
        self._patience = patience
        self._sentences = sentences
        self._metrics = metrics
        self._button_life = button_life
        self._longest = longest
        self._coalescing = coalescing
        self._own: Mapping[Kind, Callable[[Question], Awaitable[Reply]]] = {
            Kind.MEDIA: self._thank_for_file,
            Kind.OTHER: self._cannot_read,
        }

    async def answer(
        self, question: Question, lease: Lease, sender: str | None, waited: float
    ) -> Finished:
        """Answer one question under its lease; `waited` is how long it stood in its queue, in
        seconds.

        Raises:
            AlreadyAnswered: another worker has closed it or taken the lease.
        """
        started = time.perf_counter()
        reply, outcome = await self._reply(question, waited)
        if question.channel in self._coalescing:
            reply = coalesced(reply)
        ending = Ending(
            lease, self._button_life, sender, edit_of(question), failed=outcome == "failed"
        )
        finished = await self._finish(question, reply, ending)
        self._note(question, reply, outcome, time.perf_counter() - started)
        return finished

    async def stored(self, question: Question) -> Turn | None:
        """The answer that was stored for a question, or None while there is none."""
        async with self._store.read() as session:
            return await history.turn_of(session, question)

    async def _reply(self, question: Question, waited: float) -> tuple[Reply, str]:
        if question.owner != BOT:
            # A person has the conversation: the message is kept for them, the assistant is silent.
            return Reply(()), "for_staff"
        if question.refused:
            return self._say(question, self._sentences.button_expired), "refused"
        if question.attempts > _MOST_ATTEMPTS:
            return await self._sorry(question), "failed"
        words = words_for_engine(question, self._longest)
        if words is None:
            return await self._own[question.kind](question), "own"
        try:
            reply = await self._patience.ask(
                question.conversation_id, words, metadata_of(question), waited
            )
        except EngineUnavailable:
            return await self._sorry(question), "failed"
        return reply, "done"

    async def _finish(self, question: Question, reply: Reply, ending: Ending) -> Finished:
        # The engine has been asked and its actions have acted: a database that is away for some
        # seconds must not make the person ask again.
        attempts = AsyncRetrying(
            retry=retry_if_exception_type(SQLAlchemyError),
            stop=stop_after_attempt(6),
            wait=wait_exponential(multiplier=0.2, max=4),
            reraise=True,
        )
        finished: Finished = await attempts(outbox.finish, self._store, question, reply, ending)
        return finished

    async def _thank_for_file(self, question: Question) -> Reply:
        return await self._sentences.file_received(self._store, question, message_key(question))

    async def _cannot_read(self, question: Question) -> Reply:
        return self._say(question, self._sentences.cannot_read)

    async def _sorry(self, question: Question) -> Reply:
        apology = await self._sentences.apology(self._store, question.language)
        return Reply(
            (BotMessage(apology),), self._sentences.language(question.language), author=DESK
        )

    def _say(self, question: Question, sentence: Callable[[str], str]) -> Reply:
        language = self._sentences.language(question.language)
        return Reply((BotMessage(sentence(language)),), language, author=DESK)

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


def coalesced(reply: Reply) -> Reply:
    """The same answer as one message, under which all buttons stand."""
    if len(reply.messages) < 2:
        return reply
    text = "\n\n".join(message.text for message in reply.messages if message.text)
    buttons = tuple(button for message in reply.messages for button in message.buttons)
    return Reply(
        (BotMessage(text, buttons),), reply.language, reply.intent, reply.details, reply.author
    )


def edit_of(question: Question) -> str | None:
    """The message that the answer replaces: "more" goes on in the list where it was pressed."""
    if question.kind is Kind.PRESS and (question.payload or "").startswith(_MORE):
        pressed: str | None = (question.content or {}).get("pressed_on")
        return pressed
    return None


def message_key(question: Question) -> str:
    """Names the message for ever: what makes side effects idempotent."""
    return f"{question.conversation_id}#{question.position}"


def metadata_of(question: Question) -> dict[str, Any]:
    """What the engine is told beside the words; `message_id` makes side effects idempotent."""
    return {
        "language": question.chosen_language,
        "language_fixed": question.chosen_language is not None,
        "channel": question.channel,
        "message_id": message_key(question),
        "now": question.at.isoformat(),
    }
