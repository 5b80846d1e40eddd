"""What staff do: claim, write, pass on, put aside, hand back, close; and what the person sees."""

from datetime import timedelta

import pytest
from helpline import Helpline

from bot.handoff import leaving, notes, ownership, presence, staffing, transfers
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


async def test_the_person_reads_who_has_joined_and_the_wait_is_measured(helpline: Helpline) -> None:
    members = await helpline.staff()
    await helpline.person(ID, language="ur")
    await helpline.request(ID)
    helpline.later(seconds=90)
    await claim(helpline, members[0])
    assert await helpline.told(ID) == [
        ("desk", "اب آپ کی بات ہیلپ لائن سے Ayesha Khan کے ساتھ ہو رہی ہے۔")
    ]
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
