"""The lock before SQLite's only writer."""

import asyncio

from bot.turns import Turns


async def test_who_is_urgent_goes_first_and_each_kind_keeps_its_order() -> None:
    turns, served = Turns(), []

    async def wait(name: str, is_urgent: bool) -> None:
        async with turns.turn(is_urgent):
            served.append(name)
            await asyncio.sleep(0)

    async with turns.turn():
        waiting = [
            asyncio.create_task(wait(name, name.startswith("urgent")))
            for name in ("one", "urgent one", "two", "urgent two")
        ]
        await asyncio.sleep(0)
    await asyncio.gather(*waiting)
    assert served == ["urgent one", "urgent two", "one", "two"]


async def test_who_gives_up_waiting_holds_up_nobody() -> None:
    turns = Turns()

    async def wait() -> None:
        async with turns.turn():
            pass

    async with turns.turn():
        before, at_handover, after = (asyncio.create_task(wait()) for _ in range(3))
        await asyncio.sleep(0)
        before.cancel()
    at_handover.cancel()
    await asyncio.wait_for(after, 1)
    assert before.cancelled() and at_handover.cancelled()
    async with asyncio.timeout(1), turns.turn():
        pass


async def test_an_error_within_a_turn_ends_it() -> None:
    turns = Turns()
    for _ in range(2):
        try:
            async with asyncio.timeout(1), turns.turn():
                raise ValueError
        except ValueError:
            pass


async def test_no_more_than_the_places_are_held_at_once() -> None:
    turns, held, most = Turns(3), 0, 0

    async def hold() -> None:
        nonlocal held, most
        async with turns.turn():
            held += 1
            most = max(most, held)
            await asyncio.sleep(0.001)
            held -= 1

    await asyncio.gather(*(hold() for _ in range(20)))
    assert (held, most) == (0, 3)
