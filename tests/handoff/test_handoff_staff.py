"""What staff do: claim, write, pass on, put aside, hand back, close; and what the person sees."""

import asyncio
from datetime import timedelta

import pytest
from helpline import Helpline

from bot.handoff import leaving, notes, ownership, presence, settled, staffing, transfers
from bot.handoff.errors import ColleagueAway, HandoffRefused, UnknownOutcome
from bot.handoff.names import Outcome
from bot.handoff.rules import Refusal, staff
from bot.handoff.staffing import Claim
from bot.messages import BotMessage

ID = "web:1"


async def claim(helpline: Helpline, who: int) -> Claim:
    async with helpline.write() as connection:
        return await staffing.claim(connection, helpline.voice, ID, staff(who), helpline.now)


async def write(helpline: Helpline, who: int, text: str, take: bool = False) -> int | None:
    async with helpline.write() as connection:
        messages = [BotMessage(text)]
        return await staffing.reply(
            connection, helpline.voice, ID, messages, staff(who), helpline.now, take=take
        )


async def claimed(helpline: Helpline, language: str = "en") -> list[int]:
    members = await helpline.staff()
    await helpline.online(*members)
    await helpline.person(ID, language=language)
    await helpline.request(ID)
    assert (await claim(helpline, members[0])).won
    return members


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


async def test_the_person_reads_who_has_joined_and_the_wait_is_measured(helpline: Helpline) -> None:
    members = await helpline.staff()
    await helpline.person(ID, language="ur")
    await helpline.request(ID)
    helpline.later(seconds=90)
    await claim(helpline, members[0])
    assert await helpline.told(ID) == [("desk", "اب ہیلپ لائن سے Ayesha Khan آپ سے بات کریں گے۔")]
    helpline.later(seconds=10)
    assert await write(helpline, members[0], "Salam") == 2
    episode = await helpline.episode(ID)
    assert (episode.wait_seconds, episode.first_reply_at) == (90, helpline.now)


async def test_only_the_owner_writes_unless_a_colleague_takes_over(helpline: Helpline) -> None:
    members = await claimed(helpline)
    with pytest.raises(HandoffRefused) as refused:
        await write(helpline, members[1], "me too")
    assert refused.value.refusal is Refusal.NOT_OWNER
    assert await write(helpline, members[1], "I go on", take=True) is not None
    assert await helpline.owner(ID) == f"staff:{members[1]}"
    assert [author for author, _ in await helpline.told(ID)] == [
        "desk",
        "desk",
        f"staff:{members[1]}",
    ]


async def test_staff_who_write_first_take_over_from_the_assistant(helpline: Helpline) -> None:
    members = await helpline.staff(1)
    await helpline.person(ID)
    async with helpline.write() as connection:
        before = await ownership.read(connection, ID)
    await write(helpline, members[0], "Salam", take=True)
    async with helpline.write() as connection:
        # What the assistant was about to say is thrown away.
        assert not await ownership.is_still(connection, ID, before.version)
    episode = await helpline.episode(ID)
    assert (episode.reason, episode.wait_seconds) == ("staff_took_over", 0)


async def test_a_conversation_goes_to_a_team_and_the_person_is_told(helpline: Helpline) -> None:
    members = await claimed(helpline)
    export = await helpline.team("export")
    async with helpline.write() as connection:
        await transfers.to_team(
            connection, helpline.voice, ID, export, staff(members[0]), helpline.now
        )
    episode = await helpline.episode(ID)
    assert (episode.team_id, episode.staff_id, episode.ended_at) == (export, None, None)
    assert (await helpline.told(ID))[-1][1].startswith("Your chat is being passed on to Export")


async def test_a_conversation_goes_only_to_a_colleague_who_is_online(helpline: Helpline) -> None:
    members = await claimed(helpline)
    helpline.later(minutes=3)
    await helpline.online(members[1])

    async def give(to: int) -> None:
        async with helpline.write() as connection:
            await transfers.to_colleague(
                connection, helpline.voice, ID, to, staff(members[0]), helpline.now
            )

    with pytest.raises(ColleagueAway):
        await give(members[2])
    await give(members[1])
    assert await helpline.owner(ID) == f"staff:{members[1]}"
    assert len(await helpline.told(ID)) == 2


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


async def test_the_next_message_opens_a_closed_conversation_with_the_assistant(
    helpline: Helpline,
) -> None:
    members = await claimed(helpline)
    async with helpline.write() as connection:
        with pytest.raises(UnknownOutcome):
            await leaving.close(
                connection, helpline.voice, ID, Outcome.IDLE, staff(members[0]), helpline.now
            )
        await leaving.close(
            connection, helpline.voice, ID, Outcome.SPAM, staff(members[0]), helpline.now
        )
        assert (await helpline.handoff.hears(connection, ID, "hello")).to_assistant
    assert await helpline.owner(ID) == "bot"
    # Whoever is closed as spam is told nothing.
    assert len(await helpline.told(ID)) == 1


async def test_a_conversation_put_aside_comes_back_in_time_or_with_a_message(
    helpline: Helpline,
) -> None:
    members = await claimed(helpline)
    await write(helpline, members[0], "I will look it up until tomorrow.")
    until = helpline.now + timedelta(hours=20)
    async with helpline.write() as connection:
        await staffing.snooze(connection, ID, until, staff(members[0]), helpline.now)
    helpline.later(hours=10)
    await helpline.tick()
    assert await helpline.timers(ID) == {"snooze": until}
    async with helpline.write() as connection:
        await helpline.handoff.hears(connection, ID, "one more thing")
    assert (await helpline.episode(ID)).snoozed_until is None
    assert set(await helpline.timers(ID)) == {"staff_silent", "staff_gone", "idle"}


async def test_notes_and_labels_stay_among_staff(any_helpline: Helpline) -> None:
    members = await claimed(any_helpline)
    told = await any_helpline.told(ID)
    async with any_helpline.write() as connection:
        await notes.write_note(connection, ID, "calls twice a day", members[0], any_helpline.now)
        for label in ("  Follow  UP ", "follow up"):
            await notes.add_label(connection, ID, label, members[0], any_helpline.now)
        assert [(note.text, note.writer) for note in await notes.notes(connection, ID)] == [
            ("calls twice a day", "Ayesha Khan")
        ]
        assert await notes.labels(connection, ID) == ["follow up"]
        await notes.remove_label(connection, ID, "Follow up")
        assert await notes.labels(connection, ID) == []
    assert await any_helpline.told(ID) == told


async def test_who_looks_and_who_types_is_seen(any_helpline: Helpline) -> None:
    members = await claimed(any_helpline)
    at, grace = any_helpline.now, timedelta(seconds=90)
    async with any_helpline.write() as connection:
        await presence.beat(connection, members[0], at, ID, at + timedelta(seconds=5))
        await presence.beat(connection, members[1], at, ID)
        found = await presence.viewers(connection, ID, at, grace)
        assert [(each.name, each.is_typing) for each in found] == [
            ("Ayesha Khan", True),
            ("Bilal Ahmed", False),
        ]
        assert await presence.viewers(connection, ID, at + grace, grace) == []
