"""The use case in the middle: a stored question gets its answer, whatever fails."""

import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

import structlog
from sqlalchemy.exc import SQLAlchemyError
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt, wait_exponential

from bot import finishing, history
from bot.asking import words_for_engine
from bot.engine import Patience
from bot.errors import EngineUnavailable
from bot.finishing import Ending, Finished
from bot.leases import Lease
from bot.logs import pseudonym
from bot.messages import BotMessage, Kind, Question, Reply, Turn
from bot.metrics import Metrics
from bot.outbox import DESK
from bot.sentences import Sentences
from bot.staffing import Staffing
from bot.store import Store

#: A message that was taken up so often brought the desk down each time, or seemed to.
_MOST_ATTEMPTS: Final = 5
#: The intent whose button shows more of the same list.
_MORE: Final = "/show_more"

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class AnsweringSettings:
    """What can be set from outside."""

    button_life: timedelta
    longest: int
    """Most characters of a message that the engine reads."""
    coalescing: frozenset[str] = frozenset()
    """The channels on which an answer is one message."""


class Answering:
    """Asks the engine, stores the answer, and says sorry when there is none."""

    def __init__(
        self,
        store: Store,
        patience: Patience,
        sentences: Sentences,
        metrics: Metrics,
        staffing: Staffing,
        settings: AnsweringSettings,
    ) -> None:
        self._store = store
        self._patience = patience
        self._sentences = sentences
        self._metrics = metrics
        self._staffing = staffing
        self._settings = settings
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
        ending = Ending(lease, sender, self._settings.button_life)
        reply, outcome = Reply((), question.language), "by_desk"
        finished = await self._by_desk(question, ending)
        if finished is None:
            question = await self._staffing.as_owned_by_assistant(question)
            reply, outcome = await self._reply(question, waited)
            if question.channel in self._settings.coalescing:
                reply = coalesced(reply)
            ending = replace(
                ending,
                edit_of=edit_of(question),
                failed=outcome == "failed",
                afterwards=await self._staffing.afterwards(
                    question, reply, failed=outcome == "failed"
                ),
            )
            finished = await self._keep_trying(
                finishing.finish, self._store, question, reply, ending
            )
        self._note(question, reply, outcome, time.perf_counter() - started)
        return finished

    async def _by_desk(self, question: Question, ending: Ending) -> Finished | None:
        """What is not the assistant's: a button of the desk, a conversation that people have."""
        say = self._staffing.say(question)
        if say is None:
            return None
        finished: Finished | None = await self._keep_trying(
            finishing.finish_by_desk, self._store, question, say, ending
        )
        return finished

    async def stored(self, question: Question) -> Turn | None:
        """The answer that was stored for a question, or None while there is none."""
        async with self._store.read() as session:
            return await history.turn_of(session, question)

    async def _reply(self, question: Question, waited: float) -> tuple[Reply, str]:
        if question.refused:
            return self._say(question, self._sentences.button_expired), "refused"
        if question.attempts > _MOST_ATTEMPTS:
            return await self._sorry(question), "failed"
        words = words_for_engine(question, self._settings.longest)
        if words is None:
            return await self._own[question.kind](question), "own"
        try:
            reply = await self._patience.ask(
                question.conversation_id,
                words,
                {**metadata_of(question), **await self._staffing.metadata(question)},
                waited,
            )
        except EngineUnavailable:
            return await self._sorry(question), "failed"
        return reply, "done"

    async def _keep_trying(self, step: Callable[..., Awaitable[Any]], *arguments: Any) -> Any:
        # The engine has been asked and its actions have acted: a database that is away for some
        # seconds must not make the person ask again.
        attempts = AsyncRetrying(
            retry=retry_if_exception_type(SQLAlchemyError),
            stop=stop_after_attempt(6),
            wait=wait_exponential(multiplier=0.2, max=4),
            reraise=True,
        )
        return await attempts(step, *arguments)

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
