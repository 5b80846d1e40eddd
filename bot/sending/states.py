"""Whether a channel may send at all: shared by all desks, so it stands in the database."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.store import Store
from bot.tables import OUT, PENDING, ChannelState, Conversation, Message, conversation_table, now

#: Seconds for which a state that was read is believed.
_FRESH: Final = 1.0
_INSERTS: Final[dict[str, Callable[..., Any]]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}
_POLLER_LIFE: Final = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class State:
    """As it was read a moment ago."""

    paused_until: datetime | None = None
    stopped_reason: str | None = None


class ChannelStates:
    """Reads and changes the state of channels."""

    def __init__(self, store: Store, desk: str) -> None:
        self._store, self._desk = store, desk
        self._known: dict[str, tuple[float, State]] = {}

    async def of(self, channel: str) -> State:
        """The channel's state; at most a second old."""
        read_at, state = self._known.get(channel, (-_FRESH, State()))
        if time.monotonic() - read_at < _FRESH:
            return state
        async with self._store.read() as session:
            row = await session.get(ChannelState, channel)
        state = State(row.paused_until, row.stopped_reason) if row else State()
        self._known[channel] = (time.monotonic(), state)
        return state

    async def pause(self, channel: str, until: datetime) -> None:
        """Send nothing on this channel before a time."""
        await self._set(channel, paused_until=until)

    async def stop(self, channel: str, reason: str) -> None:
        """Send nothing on this channel until a person resumes it."""
        await self._set(channel, stopped_at=now(), stopped_reason=reason[:300])

    async def resume(self, channel: str) -> None:
        """Send again."""
        await self._set(channel, stopped_at=None, stopped_reason=None, paused_until=None)
        waiting = select(Message.conversation_id).where(
            Message.direction == OUT, Message.status == PENDING
        )
        async with self._store.write() as connection:
            await connection.execute(
                update(conversation_table)
                .where(Conversation.channel == channel, Conversation.id.in_(waiting))
                .values(send_due=now())
            )

    async def hold_poll(self, channel: str) -> bool:
        """Take or keep the right to poll; False while another desk has it."""
        at = now()
        await self._set(channel)
        mine = or_(
            ChannelState.poller == self._desk,
            ChannelState.poller_until.is_(None),
            ChannelState.poller_until < at,
        )
        async with self._store.write() as connection:
            taken = await connection.execute(
                update(ChannelState)
                .where(ChannelState.channel == channel, mine)
                .values(poller=self._desk, poller_until=at + _POLLER_LIFE)
            )
        return bool(taken.rowcount)

    async def _set(self, channel: str, **values: Any) -> None:
        self._known.pop(channel, None)
        async with self._store.write() as connection:
            statement = _INSERTS[connection.dialect.name](ChannelState).values(
                channel=channel, **values
            )
            on_conflict = (
                statement.on_conflict_do_update(index_elements=["channel"], set_=values)
                if values
                else statement.on_conflict_do_nothing()
            )
            await connection.execute(on_conflict)

    async def all(self) -> list[ChannelState]:
        """Every channel that has a state."""
        async with self._store.read() as session:
            return list(await session.scalars(select(ChannelState)))
