"""What supervisors and reports read."""

from datetime import timedelta

from helpline import Helpline
from test_handoff_staff import ID, claim, claimed, write

from bot.handoff.board import Figures, board, figures
from bot.handoff.leaving import hand_back
from bot.handoff.rules import staff


async def test_the_board_tells_who_waits_how_long_and_who_is_there(any_helpline: Helpline) -> None:
    members = await claimed(any_helpline)
    for number, reason in ((2, "asked"), (3, "complaint")):
        await any_helpline.person(f"web:{number}")
        await any_helpline.request(f"web:{number}", reason)
    any_helpline.later(seconds=60)
    async with any_helpline.write() as connection:
        now = await board(connection, any_helpline.now)
    assert [each.conversation_id for each in now.waiting] == ["web:3", "web:2"]
    assert now.longest_wait == 60
    assert [(each.staff_id, each.load) for each in now.online] == [
        (members[0], 1),
        (members[1], 0),
        (members[2], 0),
    ]


async def test_waits_handling_reasons_outcomes_and_ratings_are_counted(
    any_helpline: Helpline,
) -> None:
    start = any_helpline.now
    members = await any_helpline.staff(1)
    await any_helpline.person(ID)
    await any_helpline.request(ID, "complaint")
    any_helpline.later(seconds=30)
    assert (await claim(any_helpline, members[0])).won
    await write(any_helpline, members[0], "Salam")
    any_helpline.later(seconds=90)
    async with any_helpline.write() as connection:
        await hand_back(connection, any_helpline.voice, ID, staff(members[0]), any_helpline.now)
        number = (await any_helpline.handoff.pressed(connection, ID, "desk:rate:1:4")) is not None
        assert number
        told = await figures(connection, start, start + timedelta(days=1))
        assert told == Figures(1, 30, 90, 4, {"complaint": 1}, {"handed_back": 1})
        assert (await figures(connection, start + timedelta(days=1), start)).episodes == 0
