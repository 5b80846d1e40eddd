"""A person asks for a person: the queue, what is told in it, and the way back."""

from datetime import time, timedelta

from helpline import MONDAY, Helpline
from sqlalchemy import insert

from bot.handoff import staffing
from bot.handoff.person import Heard
from bot.handoff.rules import staff
from bot.handoff.words import ASSISTANT, CALLBACK
from bot.tables.teams import OpeningHours

ID = "web:1"


async def hears(helpline: Helpline, text: str, intent: str | None = None) -> Heard:
    async with helpline.write() as connection:
        return await helpline.handoff.hears(connection, ID, text, intent)


async def press(helpline: Helpline, payload: str, conversation_id: str = ID) -> list[str] | None:
    async with helpline.write() as connection:
        messages = await helpline.handoff.pressed(connection, conversation_id, payload)
    return None if messages is None else [message.text for message in messages]


async def test_the_place_and_a_way_back_are_told_at_entry(any_helpline: Helpline) -> None:
    members = await any_helpline.staff(1)
    await any_helpline.online(*members)
    for number in (1, 2):
        await any_helpline.person(f"web:{number}")
    first, second = [(await any_helpline.request(f"web:{number}"))[0] for number in (1, 2)]
    assert "You are next." in first.text
    assert "number 2" in second.text
    assert [button.payload for button in second.buttons] == [ASSISTANT]


async def test_asking_again_changes_nothing_and_tells_the_place_not_at_every_line(
    helpline: Helpline,
) -> None:
    await helpline.person(ID)
    await helpline.request(ID)
    assert await helpline.request(ID) == []
    helpline.later(minutes=6)
    assert len(await helpline.request(ID)) == 1
    assert [event.to_owner for event in await helpline.events(ID)] == ["queued"]


async def test_the_wait_is_told_from_measured_waits_only(helpline: Helpline) -> None:
    members = await helpline.staff(1)
    await helpline.online(*members)
    for number in range(5):
        await helpline.person(f"web:{number}")
        await helpline.request(f"web:{number}")
    helpline.later(seconds=400)
    await helpline.online(*members)
    async with helpline.write() as connection:
        for number in range(5):
            await staffing.claim(
                connection, helpline.voice, f"web:{number}", staff(members[0]), helpline.now
            )
    await helpline.person("web:new")
    assert "about 10 minutes" in (await helpline.request("web:new"))[0].text


async def test_closed_hours_are_told_with_a_call_as_a_choice(helpline: Helpline) -> None:
    await _hours(helpline)
    await helpline.team("finance", office_id="lahore", is_default=True)
    await helpline.person(ID)
    helpline.later(hours=9)
    message = (await helpline.request(ID))[0]
    assert "opens again on Tuesday, 24 November at 9:00 am" in message.text
    assert [button.payload for button in message.buttons] == [CALLBACK, ASSISTANT]
    opening = MONDAY.replace(day=24, hour=4)
    assert await helpline.timers(ID) == {"unclaimed": opening + timedelta(minutes=10)}


async def _hours(helpline: Helpline) -> None:
    async with helpline.write() as connection:
        for day in range(5):
            row = {"office_id": "lahore", "weekday": day, "opens": time(9), "closes": time(17)}
            await connection.execute(insert(OpeningHours).values(**row))


async def test_with_nobody_online_no_hours_are_invented(helpline: Helpline) -> None:
    await helpline.team("finance", office_id="lahore", is_default=True)
    await helpline.person(ID)
    message = (await helpline.request(ID))[0]
    assert "None of our staff is online" in message.text
    assert "opens" not in message.text


async def test_typed_text_never_gives_a_conversation_back(helpline: Helpline) -> None:
    """`/restart`, the button's own payload and the like stay words for the staff."""
    await helpline.person(ID)
    await helpline.request(ID)
    for text in ("/restart", "/session_start", "desk:assistant", "/desk:assistant", "cancel"):
        heard = await hears(helpline, text)
        assert not heard.to_assistant
        assert await helpline.owner(ID) == "queued"


async def test_the_button_and_the_understood_wish_give_it_back(helpline: Helpline) -> None:
    await helpline.person(ID)
    await helpline.request(ID)
    assert await press(helpline, ASSISTANT) is not None
    assert await helpline.owner(ID) == "bot"
    await helpline.request(ID)
    assert (await hears(helpline, "rehne dein", intent="cancel")).messages
    assert await helpline.owner(ID) == "bot"
    assert [event.version for event in await helpline.events(ID)] == [1, 2, 3, 4]


async def test_buttons_of_others_are_left_to_them(helpline: Helpline) -> None:
    await helpline.person(ID)
    assert await press(helpline, "/greet") is None
    assert await press(helpline, "desk:unknown") == []
    assert await press(helpline, "desk:rate:1:5") == []


async def test_staff_get_who_asks_what_was_shown_and_what_was_not_understood(
    any_helpline: Helpline,
) -> None:
    women = await any_helpline.team("women", segments=["women"])
    await any_helpline.team("finance", topics=["loan"])
    await any_helpline.person(ID, language="roman_ur")
    await any_helpline.said(ID, "loan chahiye", intent="list_programmes", topic="loan")
    await any_helpline.said(ID, "khawateen ke liye", intent="inform", segment="women")
    await any_helpline.said(ID, "asdf", intent="nlu_fallback")
    await any_helpline.request(ID, "not_understood")
    episode = await any_helpline.episode(ID)
    assert episode.team_id == women
    assert (episode.topic, episode.language, episode.priority) == ("loan", "roman_ur", 5)
    assert episode.brief["wanted"] == [{"intent": "list_programmes", "text": "loan chahiye"}]
    assert episode.brief["not_understood"] == ["asdf"]
    assert [each["position"] for each in episode.brief["messages"]] == [1, 2, 3]


async def test_a_complaint_stands_before_other_wishes(helpline: Helpline) -> None:
    for number in (1, 2):
        await helpline.person(f"web:{number}")
    await helpline.request("web:1")
    await helpline.request("web:2", "complaint")
    members = await helpline.staff(1)
    await helpline.online(*members)
    helpline.later(minutes=6)
    await helpline.online(*members)
    assert "number 2" in (await helpline.request("web:1"))[0].text


async def test_reaching_the_front_is_told(any_helpline: Helpline) -> None:
    members = await any_helpline.staff(1)
    await any_helpline.online(*members)
    for number in (1, 2):
        await any_helpline.person(f"web:{number}")
        await any_helpline.request(f"web:{number}")
    await any_helpline.tick()
    assert await any_helpline.told("web:2") == []
    async with any_helpline.write() as connection:
        await staffing.claim(
            connection, any_helpline.voice, "web:1", staff(members[0]), any_helpline.now
        )
    await any_helpline.tick()
    await any_helpline.tick()
    assert await any_helpline.told("web:2") == [("desk", "You are next.")]


async def test_a_free_colleague_gets_it_at_once(any_helpline: Helpline) -> None:
    members = await any_helpline.staff(2)
    await any_helpline.team("finance", members, assignment="automatic", is_default=True)
    await any_helpline.online(*members)
    await any_helpline.person(ID)
    messages = await any_helpline.request(ID)
    assert [message.text for message in messages] == [
        "You are now chatting with Ayesha Khan from the helpline."
    ]
    assert await any_helpline.owner(ID) == f"staff:{members[0]}"


async def test_who_comes_online_gets_what_waits_up_to_their_capacity(
    any_helpline: Helpline,
) -> None:
    members = await any_helpline.staff(1, capacity=2)
    await any_helpline.team("finance", members, assignment="automatic", is_default=True)
    for number in range(3):
        await any_helpline.person(f"web:{number}")
        await any_helpline.request(f"web:{number}")
    await any_helpline.online(*members)
    await any_helpline.tick()
    owners = [await any_helpline.owner(f"web:{number}") for number in range(3)]
    assert owners == [f"staff:{members[0]}"] * 2 + ["queued"]
