"""An open console is told at once what happens, all of it, and only what it may know."""

import asyncio
import time
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

from console_desk import TELEGRAM, WEB, ConsoleDesk, key_of

from bot.announcements import Announcements
from bot.console.live import Watcher
from bot.console.live_events import Event
from bot.handoff import presence
from bot.messages import BotMessage
from bot.outbox import post
from bot.tables.columns import now
from bot.tables.staff import Role

_PATIENCE = 3.0


async def take(watcher: Watcher, name: str, within: float = _PATIENCE) -> Event:
    """The next event of a name."""
    async with asyncio.timeout(within):
        while True:
            event = await watcher.events.get()
            assert event is not None
            if event.name == name:
                return event


async def all_of(watcher: Watcher, within: float = 0.6) -> Sequence[Event]:
    """What comes in a time."""
    await asyncio.sleep(within)
    return [event for _ in range(watcher.events.qsize()) if (event := watcher.events.get_nowait())]


async def test_a_message_is_told_within_a_second(any_console_desk: ConsoleDesk) -> None:
    office = any_console_desk
    sana = await office.hire()
    await office.waits(WEB)
    async with office.desk.live.watch(sana) as watcher:
        began = time.monotonic()
        await office.says(WEB, "Are you there?")
        event = await take(watcher, "message")
        assert time.monotonic() - began < 1
    assert event.data["conversation"] == key_of(WEB)
    assert event.data["direction"] == "in"
    assert "Are you there?" not in str(event.data)


async def test_what_staff_and_the_desk_say_is_told_too(console_desk: ConsoleDesk) -> None:
    sana = await console_desk.hire()
    await console_desk.waits(WEB)
    async with console_desk.desk.live.watch(sana) as watcher:
        async with console_desk.desk.store.write() as connection:
            await post(connection, WEB, [BotMessage("Hello")], f"staff:{sana.id}")
        event = await take(watcher, "message")
    assert event.data["author"] == f"staff:{sana.id}"


async def test_a_change_of_owner_reaches_who_could_see_it_before(
    console_desk: ConsoleDesk,
) -> None:
    sana, bilal = await console_desk.hire(), await console_desk.hire("Bilal")
    await console_desk.waits(WEB)
    async with console_desk.desk.live.watch(sana) as watcher:
        await console_desk.claim(WEB, bilal)
        owner = await take(watcher, "owner")
        queue = await take(watcher, "queue")
        assert owner.data["owner"] == f"staff:{bilal.id}"
        assert queue.data == {"waiting": 0, "mine": 0}
        await all_of(watcher)
        await console_desk.says(WEB, "to Bilal")
        assert not await all_of(watcher)


async def test_nobody_is_told_of_what_they_may_not_open(console_desk: ConsoleDesk) -> None:
    stranger = await console_desk.hire("Chaudhry", teams=("export",))
    nadia = await console_desk.hire("Nadia", Role.SUPERVISOR, teams=())
    live = console_desk.desk.live
    async with live.watch(stranger) as watcher, live.watch(nadia) as supervisor:
        await console_desk.waits(WEB)
        assert (await take(supervisor, "queue")).data["waiting"] == 1
        told = await all_of(watcher)
    assert {event.name for event in told} <= {"queue"}
    assert all(event.data == {"waiting": 0, "mine": 0} for event in told)


async def test_who_comes_back_misses_nothing(any_console_desk: ConsoleDesk) -> None:
    office = any_console_desk
    sana = await office.hire()
    await office.waits(WEB)
    live = office.desk.live
    async with live.watch(sana) as watcher:
        await office.says(WEB, "one")
        await take(watcher, "message")
        mark = live.mark
    await office.says(WEB, "two")
    await office.claim(WEB, sana)
    missed = await live.since(mark, sana)
    assert missed is not None
    said = [event.data["position"] for event in missed if event.name == "message"]
    assert said == sorted(said)
    assert {"message", "owner", "queue"} <= {event.name for event in missed}


async def test_only_the_last_event_of_a_look_has_the_mark(console_desk: ConsoleDesk) -> None:
    sana = await console_desk.hire()
    async with console_desk.desk.live.watch(sana) as watcher:
        await console_desk.waits(WEB)
        events = await all_of(watcher)
    assert events[-1].mark is not None
    looks = [event.mark for event in events if event.mark]
    assert looks == sorted(looks, key=lambda mark: (mark.message, mark.change))


async def test_who_looks_and_types_is_told(console_desk: ConsoleDesk) -> None:
    # Who opens a console may be given the conversation at once; a supervisor is told all the same.
    nadia, bilal = (
        await console_desk.hire("Nadia", Role.SUPERVISOR),
        await console_desk.hire("Bilal"),
    )
    await console_desk.waits(WEB)
    async with console_desk.desk.live.watch(nadia) as watcher:
        async with console_desk.browser(bilal) as browser:
            form = {"viewing": key_of(WEB), "typing": "1"}
            assert (await browser.post("/console/presence", data=form)).status_code == 204
        event = await take(watcher, "presence")
    viewer = {"staff": bilal.id, "name": "Bilal", "typing": True}
    assert event.data == {"conversation": key_of(WEB), "viewers": [viewer]}


async def test_nobody_is_shown_as_looking_at_what_they_may_not_open(
    console_desk: ConsoleDesk,
) -> None:
    stranger = await console_desk.hire("Chaudhry", teams=("export",))
    await console_desk.waits(WEB)
    async with console_desk.browser(stranger) as browser:
        await browser.post("/console/presence", data={"viewing": key_of(WEB), "typing": "1"})
    async with console_desk.desk.store.write() as connection:
        assert await presence.last_seen(connection, stranger.id) is not None
        span = now() - now().replace(year=2000)
        assert not await presence.viewers(connection, WEB, now(), span)


async def test_a_forged_sign_of_life_is_refused(console_desk: ConsoleDesk) -> None:
    sana = await console_desk.hire()
    async with console_desk.browser(sana) as browser:
        wrong = {"X-CSRF-Token": "wrong"}
        assert (await browser.post("/console/presence", headers=wrong)).status_code == 403
        elsewhere = {"Sec-Fetch-Site": "cross-site"}
        assert (await browser.post("/console/presence", headers=elsewhere)).status_code == 403


async def test_an_ended_desk_ends_its_streams(console_desk: ConsoleDesk) -> None:
    sana = await console_desk.hire()
    async with console_desk.desk.live.watch(sana) as watcher:
        console_desk.desk.live.close()
        async with asyncio.timeout(_PATIENCE):
            while await watcher.events.get() is not None:
                pass


async def test_a_look_wakes_with_what_is_published(console_desk: ConsoleDesk) -> None:
    announcements = Announcements()
    with announcements.listen_all() as woken:
        question: Any = SimpleNamespace(conversation_id=TELEGRAM)
        announcements.publish(question)
        assert woken.is_set()
