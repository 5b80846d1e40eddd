"""The seam to the dialogue engine, and Rasa behind it."""

import asyncio
import time
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any, Final

import httpx
from tenacity import AsyncRetrying, retry_if_exception_type
from tenacity.wait import wait_exponential_jitter

from bot.errors import EngineUnavailable
from bot.messages import BotMessage, Button, Reply
from bot.metrics import Metrics

#: The key of the custom message in which the actions tell the desk what was understood.
DETAILS: Final = "rahbar"

#: Even a message that stood in its queue for long gets this many seconds of tries.
SHORTEST_WAIT: Final = 1.0


class Engine(ABC):
    """Says what the assistant answers; keeps no message and sends none."""

    @abstractmethod
    async def reply(self, conversation_id: str, text: str, metadata: Mapping[str, Any]) -> Reply:
        """Answer `text` in this conversation.

        Raises:
            EngineUnavailable: nothing came back; the same message may be asked again.
        """

    @abstractmethod
    async def is_ready(self) -> bool:
        """Whether a question would be answered now."""

    async def close(self) -> None:  # noqa: B027 (an engine without connections has nothing to do)
        """Give connections back."""


class RasaEngine(Engine):
    """Rasa's REST channel over kept-alive HTTP. One request is one try.

    Source of the format: https://rasa.com/docs/rasa/connectors/your-own-website#restinput
    """

    def __init__(self, url: str, deadline: float) -> None:
        """`deadline` is how long one turn may take, in seconds."""
        self._webhook = f"{url.rstrip('/')}/webhooks/rest/webhook"
        self._root = f"{url.rstrip('/')}/"
        # A proxy from the environment must not stand between two processes of one machine.
        self._client = httpx.AsyncClient(
            timeout=httpx.Timeout(deadline, connect=2.0, pool=None),
            limits=httpx.Limits(max_connections=64, max_keepalive_connections=64),
            trust_env=False,
        )

    async def reply(self, conversation_id: str, text: str, metadata: Mapping[str, Any]) -> Reply:
        """Ask once; an empty list means that an action failed."""
        body = {"sender": conversation_id, "message": text, "metadata": dict(metadata)}
        try:
            response = await self._client.post(self._webhook, json=body)
            response.raise_for_status()
            answered = read_reply(response.json())
        except (httpx.HTTPError, ValueError, TypeError, AttributeError) as error:
            # The error's own text may hold the message that was sent; its kind is enough.
            raise EngineUnavailable(type(error).__name__) from None
        if not answered.messages:
            raise EngineUnavailable("empty answer")
        return answered

    async def is_ready(self) -> bool:
        """Whether Rasa answers; it opens its port only with the model loaded."""
        try:
            response = await self._client.get(self._root, timeout=2.0)
        except httpx.HTTPError:
            return False
        return response.is_success

    async def close(self) -> None:
        """Close the kept connections."""
        await self._client.aclose()


class Patience:
    """Asks an engine until it answers or the person has waited long enough."""

    def __init__(self, engine: Engine, limit: float, metrics: Metrics) -> None:
        """`limit` is how long a person waits for an engine that is down, in seconds."""
        self._engine = engine
        self._limit = limit
        self._metrics = metrics

    async def ask(
        self, conversation_id: str, text: str, metadata: Mapping[str, Any], waited: float = 0.0
    ) -> Reply:
        """Ask again with growing pauses; the first try that succeeds is the answer.

        `waited` is how many seconds the message stood in its queue already, so that ten messages
        before a dead engine do not wait ten times.

        Raises:
            EngineUnavailable: there is no answer within the limit.
        """
        started = time.perf_counter()
        left = max(self._limit - waited, SHORTEST_WAIT)
        try:
            async with asyncio.timeout(left):
                reply: Reply = await self._attempts()(
                    self._engine.reply, conversation_id, text, metadata
                )
        except TimeoutError:
            raise EngineUnavailable("no answer in time") from None
        self._metrics.engine_seconds.observe(time.perf_counter() - started)
        return reply

    def _attempts(self) -> AsyncRetrying:
        return AsyncRetrying(
            retry=retry_if_exception_type(EngineUnavailable),
            wait=wait_exponential_jitter(multiplier=0.2, max=2.0, jitter=0.2),
            before_sleep=lambda _: self._metrics.engine_retries.inc(),
        )


def read_reply(items: Iterable[Mapping[str, Any]]) -> Reply:
    """Turn Rasa's list of messages into a reply; our own custom message is taken out of it."""
    details: Mapping[str, Any] = {}
    messages: list[BotMessage] = []
    for item in items:
        custom = item.get("custom")
        if isinstance(custom, Mapping) and isinstance(custom.get(DETAILS), Mapping):
            details = custom[DETAILS]
        buttons = tuple(
            Button(str(button["title"]), str(button["payload"]))
            for button in item.get("buttons") or ()
            if button.get("title") and button.get("payload")
        )
        text = str(item.get("text") or "").strip()
        if text or buttons:
            messages.append(BotMessage(text, buttons))
    return Reply(tuple(messages), details.get("language"), details.get("intent"), dict(details))
