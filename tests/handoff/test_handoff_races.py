"""Several at once on one conversation, on both kinds of database."""

import asyncio

from helpline import Helpline
from test_handoff_staff import ID, claim, claimed

from bot.handoff import ownership, presence
from bot.messages import BotMessage
from bot.outbox import post


async def test_of_those_who_claim_at_once_exactly_one_wins_and_the_others_are_told_who(
    any_helpline: Helpline,
) -> None:
    members = await any_helpline.staff()
    await any_helpline.person(ID)
    await any_helpline.request(ID)
    claims = await asyncio.gather(*(claim(any_helpline, who) for who in members))
    winners = [who for who, result in zip(members, claims, strict=True) if result.won]
    assert len(winners) == 1
    assert {result.owner for result in claims} == {f"staff:{winners[0]}"}
    assert [event.to_owner for event in await any_helpline.events(ID)] == [
        "queued",
        claims[0].owner,
    ]
    assert len(await any_helpline.told(ID)) == 1


async def test_a_message_that_arrives_during_a_claim_is_kept_for_its_winner(
    any_helpline: Helpline,
) -> None:
    members = await any_helpline.staff(1)
    await any_helpline.person(ID)
    await any_helpline.request(ID)

    async def write() -> bool:
        async with any_helpline.write() as connection:
            await any_helpline.receive(connection, ID, "still there?")
            return (await any_helpline.handoff.hears(connection, ID, "still there?")).to_assistant

    to_assistant, won = await asyncio.gather(write(), claim(any_helpline, members[0]))
    assert won.won
    assert not to_assistant
    assert "staff_silent" in await any_helpline.timers(ID)


async def test_an_answer_that_was_under_way_is_discarded_when_a_person_came_first(
    any_helpline: Helpline,
) -> None:
    members = await any_helpline.staff(1)
    await any_helpline.person(ID)
    async with any_helpline.write() as connection:
        asked = await ownership.read(connection, ID)

    async def answer() -> bool:
        async with any_helpline.write() as connection:
            if not await ownership.is_still(connection, ID, asked.version):
                return False
            await post(connection, ID, [BotMessage("answer")], "assistant")
            return True

    await any_helpline.request(ID)
    said, won = await asyncio.gather(answer(), claim(any_helpline, members[0]))
    assert (said, won.won) == (False, True)
    assert [author for author, _ in await any_helpline.told(ID)] == ["desk"]


async def test_who_logs_out_gives_all_back_at_once(any_helpline: Helpline) -> None:
    members = await claimed(any_helpline)
    async with any_helpline.write() as connection:
        await presence.leave(connection, members[0], any_helpline.now)
    await any_helpline.tick()
    assert await any_helpline.owner(ID) == "queued"


async def test_signs_of_life_and_assignments_do_not_block_each_other(
    any_helpline: Helpline,
) -> None:
    members = await any_helpline.staff(3, capacity=10)
    await any_helpline.team("finance", members, assignment="automatic", is_default=True)
    await any_helpline.online(*members)
    keys = [f"web:{number}" for number in range(6)]
    for key in keys:
        await any_helpline.person(key)

    async def beat(who: int, key: str) -> None:
        async with any_helpline.write() as connection:
            await presence.beat(connection, who, any_helpline.now, viewing=key)

    beats = [beat(who, key) for who in members for key in keys]
    await asyncio.gather(*beats, *(any_helpline.request(key) for key in keys))
    assert all([(await any_helpline.owner(key)).startswith("staff:") for key in keys])
