"""The engine's own stores: durable, bounded, without polling."""

import asyncio
import time
from pathlib import Path

import pytest
import sqlalchemy.exc
from rahbar_engine.stores.lock_store import InProcessLockStore
from rahbar_engine.stores.tracker_store import BoundedTrackerStore
from rasa.core.lock_store import LockError
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet, UserUttered

DOMAIN = Domain.from_yaml(
    """
    version: "3.1"
    intents: [greet]
    actions: [action_greet]
    slots:
      context: {type: any, mappings: [{type: custom}]}
    """
)


def store(folder: Path) -> BoundedTrackerStore:
    return BoundedTrackerStore(DOMAIN, url=f"sqlite:///{folder / 'engine.db'}")


async def turns(kept: BoundedTrackerStore, count: int) -> None:
    for turn in range(count):
        tracker = await kept.get_or_create_tracker("web:1", append_action_listen=False)
        tracker.update(ActionExecuted("action_listen"))
        tracker.update(UserUttered(f"text {turn}", {"name": "greet"}))
        tracker.update(SlotSet("context", {"turn": turn}))
        tracker.update(BotUttered(f"answer {turn}"))
        await kept.save(tracker)


def test_a_conversation_survives_a_restart(tmp_path: Path) -> None:
    asyncio.run(turns(store(tmp_path), 1))
    tracker = asyncio.run(store(tmp_path).retrieve("web:1"))
    assert tracker.slots["context"].value == {"turn": 0}
    assert tracker.latest_message.text == "text 0"


def test_only_the_last_turns_are_kept_and_all_slots(tmp_path: Path) -> None:
    """What an answer costs does not grow with the past."""
    kept = store(tmp_path)
    asyncio.run(turns(kept, 30))
    tracker = asyncio.run(kept.retrieve("web:1"))
    texts = [event.text for event in tracker.events if isinstance(event, UserUttered)]
    assert texts == ["text 28", "text 29"]
    assert tracker.slots["context"].value == {"turn": 29}


def test_slots_that_were_set_long_ago_are_seen_by_actions(tmp_path: Path) -> None:
    """Rasa runs actions on a copy that it replays from the events."""
    kept = store(tmp_path)

    async def talk() -> None:
        await turns(kept, 1)
        for turn in range(5):
            tracker = await kept.retrieve("web:1")
            assert tracker is not None
            assert tracker.copy().slots["context"].value == {"turn": 0}
            tracker.update(ActionExecuted("action_listen"))
            tracker.update(UserUttered(f"later {turn}", {"name": "greet"}))
            await kept.save(tracker)

    asyncio.run(talk())
    tracker = asyncio.run(kept.retrieve("web:1"))
    assert len([event for event in tracker.events if isinstance(event, SlotSet)]) == 1


def test_a_failed_read_raises(tmp_path: Path) -> None:
    """Nobody is answered from an empty memory."""
    kept = store(tmp_path)
    with kept._engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE engine_tracker")
    with pytest.raises(sqlalchemy.exc.OperationalError):
        asyncio.run(kept.retrieve("web:1"))


def test_an_unknown_conversation_is_none(tmp_path: Path) -> None:
    assert asyncio.run(store(tmp_path).retrieve("web:2")) is None


def test_turns_of_one_conversation_wait_in_line_without_polling() -> None:
    """Two messages at once take as long as both, not a second more."""
    locks = InProcessLockStore()
    order = []

    async def turn(number: int) -> None:
        async with locks.lock("web:1"):
            await asyncio.sleep(0.01)
            order.append(number)

    async def all_turns() -> None:
        await asyncio.gather(*(turn(number) for number in range(5)))

    started = time.perf_counter()
    asyncio.run(all_turns())
    assert order == [0, 1, 2, 3, 4]
    assert time.perf_counter() - started < 0.9
    assert locks._locks == {}


def test_a_lock_that_is_not_free_in_time_raises() -> None:
    async def wait() -> None:
        locks = InProcessLockStore()
        async with locks.lock("web:1"), locks.lock("web:1", lock_lifetime=0.01):
            pass

    with pytest.raises(LockError):
        asyncio.run(wait())
