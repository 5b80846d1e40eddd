"""What has no row that could be counted: who looks at a conversation, and the ticks of messages."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.console import live_reading as reading
from bot.console.keys import keys_of
from bot.console.visibility import facts_of_all
from bot.handoff.limits import limits
from bot.staff.permissions import ConversationFacts
from bot.tables import now

#: Seconds between two looks; they compare with the look before.
_EVERY: Final = 1.0


@dataclass(frozen=True, slots=True)
class Seen:
    """An event about a conversation."""

    conversation_id: str
    name: str
    data: Mapping[str, Any]


class Watching:
    """Remembers the last look at viewers and deliveries."""

    def __init__(self) -> None:
        self._looked: float | None = None
        self._viewers: dict[str, list[dict[str, Any]]] = {}
        self._deliveries: dict[str, tuple[Any, ...]] = {}

    async def look(
        self, session: AsyncSession
    ) -> tuple[Sequence[Seen], Mapping[str, ConversationFacts]]:
        """What has changed, and what the rules need of its conversations."""
        at = time.monotonic()
        if self._looked is not None and at - self._looked < _EVERY:
            return (), {}
        self._looked = at
        seen = [*await self._seen(session), *await self._delivered(session)]
        ids = [each.conversation_id for each in seen]
        if not ids:
            return (), {}
        keys, facts = await keys_of(session, ids), await facts_of_all(session, ids)
        named = [
            replace(each, data={"conversation": keys[each.conversation_id], **each.data})
            for each in seen
            if each.conversation_id in keys
        ]
        return named, facts

    async def _seen(self, session: AsyncSession) -> list[Seen]:
        at = now()
        grace = (await limits(await session.connection())).span("staff_gone")
        viewers, before = await reading.viewers(session, at, at - grace), self._viewers
        self._viewers = viewers
        return [
            Seen(each, "presence", {"viewers": viewers.get(each, [])})
            for each in sorted(viewers.keys() | before.keys())
            if viewers.get(each) != before.get(each)
        ]

    async def _delivered(self, session: AsyncSession) -> list[Seen]:
        before = self._deliveries
        self._deliveries = (
            await reading.deliveries(session, list(self._viewers)) if self._viewers else {}
        )
        return [
            Seen(each, "delivery", {})
            for each, stands in self._deliveries.items()
            if each in before and before[each] != stands
        ]
