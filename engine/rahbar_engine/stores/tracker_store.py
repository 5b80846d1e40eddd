"""Trackers on disk, bounded: what the policies and actions need, not the whole past.

Stock Rasa reads every event a conversation ever had, looks each one's class up anew and replays it,
so that an answer slows without bound. Here a conversation is one row: its slots and its last turns.
"""

from __future__ import annotations

import json
from typing import Any, Dict, Iterable, List, Optional, Type

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.utils.common import all_subclasses

from rahbar_engine.paths import tracker_database_url

_LAST_TURNS = 2
#: Marks the slots' values of before the kept turns; they are written anew with each save.
_RESTORED: Dict[str, Any] = {"restored": True}
_metadata = sa.MetaData()
_trackers = sa.Table(
    "engine_tracker",
    _metadata,
    sa.Column("sender_id", sa.String(255), primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
)


class BoundedTrackerStore(TrackerStore):
    """One row a conversation in SQLite or PostgreSQL; a failed read or write raises."""

    def __init__(
        self,
        domain: Optional[Domain] = None,
        event_broker: Optional[EventBroker] = None,
        host: Optional[str] = None,
        url: Optional[str] = None,
        last_turns: int = _LAST_TURNS,
        **kwargs: Any,
    ) -> None:
        """Takes the database's address (default: the engine's own) and the turns to keep."""
        super().__init__(domain, event_broker)
        self._last_turns = last_turns
        self._engine = _connect(url or host or tracker_database_url())
        _metadata.create_all(self._engine)
        self._upsert = _upsert(self._engine.dialect.name)
        self._classes: Dict[str, Type[Event]] = {
            kind.type_name: kind
            for kind in all_subclasses(Event)
            if getattr(kind, "type_name", None)
        }

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Writes the conversation's slots and last turns in one statement."""
        events = self._last(tracker.events)
        if self.event_broker:
            await self.stream_events(tracker)
        state = json.dumps(
            {
                "slots": {
                    name: slot.value for name, slot in tracker.slots.items() if slot.has_been_set
                },
                "events": [event.as_dict() for event in events],
                "paused": tracker.is_paused(),
            },
            ensure_ascii=False,
        )
        row = {"sender_id": tracker.sender_id, "state": state}
        with self._engine.begin() as connection:
            connection.execute(self._upsert, row)

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """The conversation as it stood after its last turn, or None."""
        query = sa.select(_trackers.c.state).where(_trackers.c.sender_id == sender_id)
        with self._engine.connect() as connection:
            state = connection.execute(query).scalar()
        return None if state is None else self._restored(sender_id, json.loads(state))

    async def keys(self) -> Iterable[str]:
        """The ids of all conversations."""
        with self._engine.connect() as connection:
            return list(connection.execute(sa.select(_trackers.c.sender_id)).scalars())

    async def delete(self, sender_id: str) -> None:
        """Forgets a conversation."""
        with self._engine.begin() as connection:
            connection.execute(sa.delete(_trackers).where(_trackers.c.sender_id == sender_id))

    def _restored(self, sender_id: str, state: Dict[str, Any]) -> DialogueStateTracker:
        tracker = self.init_tracker(sender_id)
        # As events, because Rasa runs actions on a copy of the tracker that it replays from events.
        for name, value in state["slots"].items():
            if name in tracker.slots:
                tracker.update(SlotSet(name, value, metadata=_RESTORED), self.domain)
        for stored in state["events"]:
            # `Event.from_parameters` would walk through all classes again for each event.
            event = self._classes[stored["event"]]._from_parameters(stored)
            if event is not None:
                tracker.update(event, self.domain)
        return tracker

    def _last(self, events: Iterable[Event]) -> List[Event]:
        """The events since the beginning of the last turns but the first, all if there are fewer."""
        kept = [event for event in events if event.metadata != _RESTORED]
        turns = [index for index, event in enumerate(kept) if isinstance(event, UserUttered)]
        if len(turns) <= self._last_turns:
            return kept
        # A turn begins with the `action_listen` before the user's message.
        return kept[max(turns[-self._last_turns] - 1, 0) :]


def _connect(url: str) -> sa.engine.Engine:
    if not url.startswith("sqlite"):
        return sa.create_engine(url, pool_pre_ping=True)
    engine = sa.create_engine(
        url, connect_args={"check_same_thread": False}, poolclass=sa.pool.StaticPool
    )

    @sa.event.listens_for(engine, "connect")
    def _configure(connection: Any, _: Any) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA busy_timeout=5000")

    return engine


def _upsert(dialect: str) -> Any:
    if dialect == "postgresql":
        from sqlalchemy.dialects.postgresql import insert
    else:
        from sqlalchemy.dialects.sqlite import insert  # type: ignore[assignment]
    statement = insert(_trackers)
    return statement.on_conflict_do_update(
        index_elements=["sender_id"], set_={"state": statement.excluded.state}
    )
