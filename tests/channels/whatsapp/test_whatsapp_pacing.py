"""How fast we send, before the Cloud API has to say so."""

import asyncio
import time

from bot.channels.whatsapp import pacing
from bot.channels.whatsapp.pacing import Pace


async def test_a_person_may_be_sent_45_at_once_then_1_in_6_seconds() -> None:
    person, _ = Pace().of("923001234567")
    for _ in range(45):
        assert person.has_capacity()
        await person.acquire()
    assert not person.has_capacity()
    assert person.time_period / person.max_rate == 6


async def test_one_person_holds_up_no_other() -> None:
    pace = Pace()
    first, _ = pace.of("923001111111")
    for _ in range(45):
        await first.acquire()
    assert pace.of("923002222222")[0].has_capacity()
    assert not pace.of("923001111111")[0].has_capacity()


async def test_a_second_never_holds_80_messages() -> None:
    pace = Pace()
    start, sent = time.monotonic(), 0
    while time.monotonic() - start < 1.0:
        _, everybody = pace.of(str(sent))
        await everybody.acquire()
        sent += 1
        await asyncio.sleep(0)
    assert 40 < sent < 80


async def test_people_are_forgotten_the_longest_silent_first(monkeypatch: object) -> None:
    pace = Pace()
    kept = pace.of("first")[0]
    for number in range(pacing._MOST_PERSONS + 5):
        pace.of(str(number))
        if number % 1000 == 0:
            assert pace.of("first")[0] is kept
    assert len(pace._persons) == pacing._MOST_PERSONS
