"""A call in place of waiting."""

from helpline import MONDAY, Helpline
from sqlalchemy import insert, select

from bot.handoff.person import Heard
from bot.handoff.words import CALLBACK
from bot.tables import ChannelIdentity, Person
from programmes.models import Ticket

ID = "web:1"


async def hears(helpline: Helpline, text: str, intent: str | None = None) -> Heard:
    async with helpline.write() as connection:
        return await helpline.handoff.hears(connection, ID, text, intent)


async def press(helpline: Helpline, payload: str, conversation_id: str = ID) -> list[str] | None:
    async with helpline.write() as connection:
        messages = await helpline.handoff.pressed(connection, conversation_id, payload)
    return None if messages is None else [message.text for message in messages]


async def test_a_call_is_a_ticket_with_the_number_that_is_asked_for(helpline: Helpline) -> None:
    await helpline.person(ID)
    await helpline.request(ID)
    said = await press(helpline, CALLBACK)
    assert said is not None
    assert "Which number" in said[0]
    heard = await hears(helpline, "mera number 0300-1234567 hai")
    assert "+923001234567" in heard.messages[0].text
    assert not heard.to_assistant
    async with helpline.store.read() as session:
        tickets = list(await session.scalars(select(Ticket)))
    assert [(each.kind, each.summary["phone"]) for each in tickets] == [
        ("callback", "+923001234567")
    ]
    assert (await helpline.episode(ID)).outcome == "callback"
    assert (await hears(helpline, "thanks")).to_assistant


async def test_a_question_in_place_of_the_number_goes_to_the_assistant(helpline: Helpline) -> None:
    await helpline.person(ID)
    await helpline.request(ID)
    await press(helpline, CALLBACK)
    assert (await hears(helpline, "what is SME Asaan Finance?")).to_assistant


async def test_on_whatsapp_the_number_is_known(any_helpline: Helpline) -> None:
    key = "whatsapp:923001234567"
    await any_helpline.person(key)
    async with any_helpline.write() as connection:
        person = await connection.execute(
            insert(Person).values(name="x", created_at=MONDAY).returning(Person.id)
        )
        values = {"channel": "whatsapp", "kind": "phone", "value": "923001234567"}
        await connection.execute(
            insert(ChannelIdentity).values(
                **values, person_id=person.scalar_one(), conversation_id=key, created_at=MONDAY
            )
        )
    await any_helpline.request(key)
    said = await press(any_helpline, CALLBACK, key)
    assert said is not None
    assert "+923001234567" in said[0]
    assert await any_helpline.owner(key) == "bot"
    # Pressed twice, it is one ticket.
    assert await press(any_helpline, CALLBACK, key) == said
