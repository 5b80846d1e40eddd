"""A conversation goes back: what the engine learns, and what the person thinks of the help."""

from helpline import Helpline
from test_handoff_staff import ID, claimed, write

from bot.handoff import leaving, settled, staffing
from bot.handoff.names import Outcome
from bot.handoff.rules import staff
from bot.messages import BotMessage


async def test_what_was_settled_reaches_the_engine_once_and_a_rating_is_asked(
    any_helpline: Helpline,
) -> None:
    members = await claimed(any_helpline)
    await write(any_helpline, members[0], "Use form B.")
    any_helpline.later(minutes=4)
    async with any_helpline.write() as connection:
        await leaving.hand_back(
            connection,
            any_helpline.voice,
            ID,
            staff(members[0]),
            any_helpline.now,
            "Form B",
            {"programme": "sme-asaan"},
        )
    async with any_helpline.write() as connection:
        told = await settled.for_engine(connection, ID)
        assert told == {"handoff": {"summary": "Form B", "settled": {"programme": "sme-asaan"}}}
        await settled.engine_was_told(connection, ID, any_helpline.now)
        assert await settled.for_engine(connection, ID) is None
    texts = [text for _, text in await any_helpline.told(ID)]
    assert texts[-2].startswith("Ayesha Khan has handed this chat back")
    assert texts[-1] == "How well did our staff help you?"
    assert (await any_helpline.episode(ID)).handling_seconds == 240


async def test_the_rating_and_its_comment_are_kept(any_helpline: Helpline) -> None:
    members = await claimed(any_helpline)
    await write(any_helpline, members[0], "Done")
    async with any_helpline.write() as connection:
        await leaving.close(
            connection, any_helpline.voice, ID, Outcome.SOLVED, staff(members[0]), any_helpline.now
        )
    number = (await any_helpline.episode(ID)).id
    handoff = any_helpline.handoff
    async with any_helpline.write() as connection:
        assert await handoff.pressed(connection, ID, f"desk:rate:{number}:9") == []
        thanks = await handoff.pressed(connection, ID, f"desk:rate:{number}:4")
        assert thanks is not None
        assert await handoff.pressed(connection, ID, thanks[0].buttons[0].payload)
        heard = await handoff.hears(connection, ID, "very kind")
        assert heard.messages
        assert not heard.to_assistant
    episode = await any_helpline.episode(ID)
    assert (episode.rating, episode.rating_comment) == (4, "very kind")
    assert await any_helpline.owner(ID) == "closed"


async def test_nobody_rates_the_conversation_of_another(helpline: Helpline) -> None:
    members = await claimed(helpline)
    await helpline.person("web:2")
    async with helpline.write() as connection:
        await leaving.hand_back(connection, helpline.voice, ID, staff(members[0]), helpline.now)
    number = (await helpline.episode(ID)).id
    async with helpline.write() as connection:
        assert await helpline.handoff.pressed(connection, "web:2", f"desk:rate:{number}:1") == []
    assert (await helpline.episode(ID)).rating is None


async def test_outside_of_whatsapps_window_no_rating_is_asked(helpline: Helpline) -> None:
    key = "whatsapp:923001234567"
    actor = staff((await helpline.staff(1))[0])
    await helpline.person(key)
    async with helpline.write() as connection:
        words = [BotMessage("Salam")]
        await staffing.reply(connection, helpline.voice, key, words, actor, helpline.now, take=True)
    helpline.later(hours=25)
    async with helpline.write() as connection:
        await leaving.hand_back(connection, helpline.voice, key, actor, helpline.now)
    assert (await helpline.episode(key)).rating_asked_at is None
