"""Timers stand in the database: they outlive the desk and fire once."""

from datetime import timedelta

import pytest
from helpline import Helpline
from test_handoff_staff import ID, claimed, write

from bot.handoff import expiry
from bot.handoff.limits import Limits, limits, set_limit
from bot.handoff.names import Timer
from bot.handoff.timekeeper import Timekeeper
from bot.handoff.timers import Due

LIMITS = Limits()


async def restarted(helpline: Helpline) -> None:
    """Another process on the same database, some time later."""
    await Timekeeper(helpline.store, helpline.voice, lambda: helpline.now).tick()


async def test_nobody_comes_and_a_call_or_the_assistant_is_offered_once(
    any_helpline: Helpline,
) -> None:
    await any_helpline.person(ID)
    await any_helpline.request(ID)
    any_helpline.later(seconds=LIMITS.unclaimed)
    await restarted(any_helpline)
    await restarted(any_helpline)
    assert len(await any_helpline.told(ID)) == 1
    assert await any_helpline.owner(ID) == "queued"
    any_helpline.later(seconds=LIMITS.nobody_came)
    await restarted(any_helpline)
    assert await any_helpline.owner(ID) == "bot"
    assert (await any_helpline.episode(ID)).outcome == "nobody_came"
    assert await any_helpline.timers(ID) == {}


async def test_silent_staff_lose_the_conversation_and_the_person_is_not_bothered(
    any_helpline: Helpline,
) -> None:
    members = await claimed(any_helpline)
    await write(any_helpline, members[0], "Salam")
    told = await any_helpline.told(ID)
    async with any_helpline.write() as connection:
        await any_helpline.handoff.hears(connection, ID, "are you there?")
    for _ in range(10):
        any_helpline.later(seconds=LIMITS.staff_silent / 10)
        await any_helpline.online(*members)
        await restarted(any_helpline)
    assert await any_helpline.owner(ID) == "queued"
    assert (await any_helpline.episode(ID)).priority == 30
    assert await any_helpline.told(ID) == told
    assert (await any_helpline.events(ID))[-1].actor == "timer"


async def test_an_answer_in_time_keeps_the_conversation(helpline: Helpline) -> None:
    members = await claimed(helpline)
    helpline.later(seconds=LIMITS.staff_silent - 1)
    await helpline.online(*members)
    await write(helpline, members[0], "Salam")
    helpline.later(seconds=60)
    await restarted(helpline)
    assert await helpline.owner(ID) == f"staff:{members[0]}"


async def test_a_closed_browser_gives_the_conversation_back_to_the_queue(
    any_helpline: Helpline,
) -> None:
    members = await claimed(any_helpline)
    any_helpline.later(seconds=LIMITS.staff_gone - 1)
    await any_helpline.online(members[0])
    any_helpline.later(seconds=2)
    await restarted(any_helpline)
    assert await any_helpline.owner(ID) == f"staff:{members[0]}"
    any_helpline.later(seconds=LIMITS.staff_gone)
    await restarted(any_helpline)
    assert await any_helpline.owner(ID) == "queued"
    assert (await any_helpline.events(ID))[-1].reason == "staff_gone"


async def test_after_an_outage_of_the_desk_all_consoles_get_their_grace_anew(
    helpline: Helpline,
) -> None:
    members = await claimed(helpline)
    helpline.later(seconds=LIMITS.staff_gone * 3)
    keeper = helpline.handoff.timekeeper(helpline.store)
    await keeper.start()
    await keeper.tick()
    assert await helpline.owner(ID) == f"staff:{members[0]}"


async def test_a_lost_conversation_goes_to_another_colleague(helpline: Helpline) -> None:
    members = await helpline.staff(2)
    await helpline.team("finance", members, assignment="automatic", is_default=True)
    await helpline.online(*members)
    await helpline.person(ID)
    await helpline.request(ID)
    helpline.later(seconds=LIMITS.staff_silent)
    await helpline.online(*members)
    await restarted(helpline)
    assert await helpline.owner(ID) == f"staff:{members[1]}"


async def test_an_idle_conversation_goes_back_with_a_word(any_helpline: Helpline) -> None:
    members = await claimed(any_helpline)
    await write(any_helpline, members[0], "Anything else?")
    any_helpline.later(seconds=LIMITS.idle)
    await any_helpline.online(*members)
    await restarted(any_helpline)
    assert await any_helpline.owner(ID) == "bot"
    assert (await any_helpline.episode(ID)).outcome == "idle"
    assert "with the assistant again" in (await any_helpline.told(ID))[-2][1]


async def test_a_timer_of_an_earlier_owner_does_nothing(helpline: Helpline) -> None:
    members = await claimed(helpline)
    async with helpline.write() as connection:
        for kind in Timer:
            await expiry.fire(connection, helpline.voice, Due(ID, kind, 1), helpline.now)
    assert await helpline.owner(ID) == f"staff:{members[0]}"


async def test_a_timer_that_fails_does_not_stop_the_others(
    helpline: Helpline, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (1, 2):
        await helpline.person(f"web:{number}")
        await helpline.request(f"web:{number}")
    helpline.later(seconds=LIMITS.unclaimed)
    fire = expiry.fire

    async def broken(*arguments: object) -> None:
        due = arguments[2]
        assert isinstance(due, Due)
        if due.conversation_id == "web:1":
            raise RuntimeError
        await fire(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(expiry, "fire", broken)
    await restarted(helpline)
    assert len(await helpline.told("web:2")) == 1
    assert await helpline.timers("web:1") == {"unclaimed": helpline.now + timedelta(minutes=1)}


async def test_administrators_change_limits(helpline: Helpline) -> None:
    async with helpline.write() as connection:
        await set_limit(connection, "idle", 60)
        await set_limit(connection, "rating_after", 30)
        assert (await limits(connection)).idle == 60
    members = await claimed(helpline)
    await write(helpline, members[0], "Salam")
    helpline.later(seconds=61)
    await restarted(helpline)
    assert await helpline.owner(ID) == "bot"
    assert "rating" in await helpline.timers(ID)
    helpline.later(seconds=31)
    await restarted(helpline)
    assert (await helpline.told(ID))[-1][1].startswith("How well")
