"""Where answering meets the handoff: what is not for the assistant, and when a person is called in."""

import time
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.asking import DESK_PREFIX
from bot.finishing import Say
from bot.handoff import Handoff, Reason, settled
from bot.messages import BotMessage, Kind, Question, Reply
from bot.store import Store
from bot.tables import BOT, Conversation, now
from bot.tables.staff import StaffMember

#: Seconds for which it is believed whether there is any staff.
_FRESH: Final = 5.0


class Staffing:
    """Asks the handoff on behalf of the answering."""

    def __init__(self, store: Store, handoff: Handoff) -> None:
        self._store, self._handoff = store, handoff
        self._known: tuple[float, bool] | None = None

    def say(self, question: Question) -> Say | None:
        """What the desk does with a question in place of the assistant; None: nothing."""
        if question.kind is Kind.PRESS and (question.payload or "").startswith(DESK_PREFIX):
            return partial(self._pressed, question=question)
        if question.owner != BOT or question.version > 0:
            return partial(self._hears, question=question)
        return None

    async def afterwards(self, question: Question, reply: Reply, failed: bool) -> Say | None:
        """What belongs into the transaction of an answer: calling a person in, and that the
        engine now knows what staff settled."""
        reason = reply.details.get("handoff")
        if failed and await self.is_staffed():
            reason = Reason.ENGINE_DOWN
        is_wanted = reason in {one.value for one in Reason}
        if not is_wanted and question.version == 0:
            return None
        return partial(
            self._afterwards,
            question=question,
            reason=str(reason) if is_wanted else None,
            is_told=not failed,
        )

    async def as_owned_by_assistant(self, question: Question) -> Question:
        """The question with the owner and version under which its answer may be stored."""
        if question.owner == BOT and question.version == 0:
            return question
        version = select(Conversation.version).where(Conversation.id == question.conversation_id)
        async with self._store.read() as session:
            return replace(question, owner=BOT, version=await session.scalar(version) or 0)

    async def metadata(self, question: Question) -> Mapping[str, Any]:
        """What the engine is told: whether there is staff, and what they settled last."""
        told: dict[str, Any] = {"staffed": await self.is_staffed()}
        if question.version > 0:
            async with self._store.read() as session:
                told |= await settled.for_engine(session, question.conversation_id) or {}
        return told

    async def is_staffed(self) -> bool:
        """Whether anybody of the helpline can log in; without them the helpline is a telephone."""
        at = time.monotonic()
        if self._known is None or at - self._known[0] > _FRESH:
            statement = select(StaffMember.id).where(
                StaffMember.is_active, StaffMember.password_hash.is_not(None)
            )
            async with self._store.read() as session:
                found = await session.scalar(statement.limit(1)) is not None
            self._known = (at, found)
        return self._known[1]

    async def _pressed(
        self, connection: AsyncConnection, question: Question
    ) -> list[BotMessage] | None:
        return await self._handoff.pressed(
            connection, question.conversation_id, question.payload or ""
        )

    async def _hears(
        self, connection: AsyncConnection, question: Question
    ) -> list[BotMessage] | None:
        phone = (question.content or {}).get("phone") if question.kind is Kind.CONTACT else None
        heard = await self._handoff.hears(
            connection, question.conversation_id, str(phone or question.text)
        )
        return None if heard.to_assistant else heard.messages

    async def _afterwards(
        self, connection: AsyncConnection, question: Question, reason: str | None, is_told: bool
    ) -> list[BotMessage]:
        if question.version > 0 and is_told:
            await settled.engine_was_told(connection, question.conversation_id, now())
        if reason is None:
            return []
        return await self._handoff.request(connection, question.conversation_id, reason)
