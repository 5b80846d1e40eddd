"""How the handoff speaks to people outside of an answer: through the outbox."""

from collections.abc import Awaitable
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.handoff.ownership import Ownership
from bot.handoff.words import SENTENCES, Words
from bot.messages import BotMessage
from locales import Speaker

#: Who speaks when it is neither the assistant nor a member of staff.
DESK = "desk"


class Post(Protocol):
    """Writes messages into the outbox in an open transaction, as `bot.outbox.post` does."""

    def __call__(
        self,
        connection: AsyncConnection,
        conversation_id: str,
        messages: list[BotMessage],
        author: str,
        language: str | None = None,
    ) -> Awaitable[int]:
        """Give the position of the last message in its conversation."""


class Voice:
    """The sentences, and the way out."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._speaker = Speaker(SENTENCES)

    def words(self, language: str | None) -> Words:
        """The sentences in one language."""
        return Words(self._speaker, language)

    async def tell(
        self,
        connection: AsyncConnection,
        owned: Ownership,
        messages: list[BotMessage],
        author: str = DESK,
    ) -> int | None:
        """Send messages to the person; gives the position of the last, None without any."""
        if not messages:
            return None
        return await self._post(connection, owned.conversation_id, messages, author, owned.language)
