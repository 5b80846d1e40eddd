"""Random people, staff, timers, crashes and late answers on a real database.

Whatever they do: one owner at a time, no word of the assistant after a takeover, no lost message,
one event for each change and versions without a gap.
"""

import asyncio
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from helpline import Helpline
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from machine_parts import ASKED, PEOPLE, PRESSED, TYPED, Crash, Watch, check, staff_act
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import DeskError
from bot.handoff import ownership
from bot.handoff.errors import ColleagueAway, HandoffRefused
from bot.handoff.names import Reason
from bot.handoff.rules import staff
from bot.messages import BotMessage
from bot.store import Store
from programmes.database import create_engine

people = st.sampled_from(PEOPLE)
members = st.integers(0, 2)
acts = st.sampled_from(
    ("claim", "take_over", "reply", "reply_taking", "team", "colleague", "snooze", "back", "close")
)


class Machine(RuleBasedStateMachine):
    """Everything that can happen, in any order."""

    def __init__(self, template: Path) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="rahbar-machine-"))
        shutil.copy(template, self.folder / "rahbar.db")
        self.runner = asyncio.Runner()
        self.watch = Watch()
        self.turns: list[tuple[str, int]] = []
        self.written = dict.fromkeys(PEOPLE, 0)
        self.open_process()

    def open_process(self) -> None:
        self.engine = create_engine(f"sqlite+aiosqlite:///{self.folder / 'rahbar.db'}")
        before = getattr(self, "helpline", None)
        self.helpline = Helpline(Store(self.engine), post=self.watch)
        if before is not None:
            self.helpline.now = before.now

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.runner.run(work)

    def teardown(self) -> None:
        self.run(self.engine.dispose())
        self.runner.close()
        shutil.rmtree(self.folder)

    async def attempt(self, work: Callable[[AsyncConnection], Awaitable[Any]]) -> None:
        try:
            async with self.helpline.write() as connection:
                await work(connection)
        except (HandoffRefused, ColleagueAway, Crash):
            pass

    @initialize(automatic=st.booleans())
    def begin(self, automatic: bool) -> None:
        async def fill() -> None:
            self.staff = await self.helpline.staff(3, capacity=1)
            how = "automatic" if automatic else "manual"
            self.team = await self.helpline.team(
                "finance", self.staff, assignment=how, is_default=True
            )
            for each in PEOPLE:
                await self.helpline.person(each)

        self.run(fill())

    @rule(who=people, text=st.sampled_from(TYPED))
    def person_writes(self, who: str, text: str) -> None:
        """Stored first; a turn of the assistant begins only if it owns the conversation."""

        async def write() -> None:
            self.written[who] += 1
            async with self.helpline.write() as connection:
                await self.helpline.receive(connection, who, text)
            async with self.helpline.write() as connection:
                heard = await self.helpline.handoff.hears(connection, who, text)
                if heard.messages:
                    await self.watch(connection, who, heard.messages, "desk")
                if heard.to_assistant and heard.version is not None:
                    self.turns.append((who, heard.version))

        self.run(self._surviving(write()))

    @precondition(lambda self: self.turns)
    @rule(data=st.data(), reason=st.none() | st.sampled_from(ASKED))
    def engine_answers(self, data: st.DataObject, reason: Reason | None) -> None:
        """At any later time; the answer may ask for a person."""
        turn = data.draw(st.sampled_from(self.turns))
        self.turns.remove(turn)
        self.run(self._surviving(self._answer(*turn, reason)))

    async def _answer(self, who: str, version: int, reason: Reason | None) -> None:
        async with self.helpline.write() as connection:
            if not await ownership.is_still(connection, who, version):
                return
            await self.watch(connection, who, [BotMessage("answer")], "assistant")
            if reason is not None:
                told = await self.helpline.handoff.request(connection, who, reason)
                if told:
                    await self.watch(connection, who, told, "desk")

    @rule(who=people, payload=st.sampled_from(PRESSED), number=st.integers(1, 5))
    def person_presses(self, who: str, payload: str, number: int) -> None:
        async def press(connection: AsyncConnection) -> None:
            payload_now = payload.format(id=number)
            told = await self.helpline.handoff.pressed(connection, who, payload_now)
            assert told is not None
            if told:
                await self.watch(connection, who, told, "desk")

        self.run(self.attempt(press))

    @rule(who=people, member=members, other=members, act=acts, supervises=st.booleans())
    def one_of_the_staff(
        self, who: str, member: int, other: int, act: str, supervises: bool
    ) -> None:
        actor = staff(self.staff[member], supervises)
        self.run(
            self.attempt(
                lambda each: staff_act(
                    each, self.helpline, who, actor, (self.staff[other], self.team), act
                )
            )
        )

    @rule(who=people, several=st.lists(st.tuples(members, acts), min_size=2, max_size=3))
    def several_at_once(self, who: str, several: list[tuple[int, str]]) -> None:
        async def together() -> None:
            actors = [(staff(self.staff[member]), act) for member, act in several]
            works = [
                lambda each, actor=actor, act=act: staff_act(
                    each, self.helpline, who, actor, (self.staff[0], self.team), act
                )
                for actor, act in actors
            ]
            await asyncio.gather(*(self.attempt(work) for work in works))

        self.run(together())

    @rule(member=members)
    def staff_are_online(self, member: int) -> None:
        self.run(self.helpline.online(self.staff[member]))

    @rule(seconds=st.sampled_from((1, 60, 100, 700, 4000, 8000)))
    def time_passes(self, seconds: int) -> None:
        self.helpline.later(seconds=seconds)
        self.run(self._surviving(self.helpline.tick()))

    @rule()
    def next_post_crashes(self) -> None:
        self.watch.crashes = True

    @rule()
    def process_restarts(self) -> None:
        """All that was in memory is gone; the engine may still be at work on its turns."""
        self.run(self.engine.dispose())
        self.watch.crashes = False
        self.open_process()

    async def _surviving(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Crash:
            pass
        except DeskError as error:
            pytest.fail(f"refused: {error}")

    @invariant()
    def all_is_in_order(self) -> None:
        if hasattr(self, "team"):
            for each in PEOPLE:
                self.run(check(self.helpline, each, self.written[each]))


@pytest.mark.slow
def test_no_order_of_events_breaks_the_ownership(sqlite_template: Path) -> None:
    run_state_machine_as_test(
        lambda: Machine(sqlite_template),
        settings=settings(
            max_examples=25,
            stateful_step_count=30,
            deadline=None,
            # Making a failing example smaller takes longer than the test may.
            phases=[Phase.explicit, Phase.reuse, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
