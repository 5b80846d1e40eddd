"""What goes to the helpline's staff."""

import pytest
from sqlalchemy import func, select
from talking import Answer, Talk

from actions.action import Services
from programmes.models import Ticket

PHONE = "042-111-111-456"


def reference(answer: Answer) -> str:
    return "TR-" + answer.text.partition("TR-")[2][:5]


async def tickets(services: Services) -> list[Ticket]:
    async with services.sessions() as session:
        return list(await session.scalars(select(Ticket).order_by(Ticket.created_at)))


@pytest.mark.parametrize(
    ("intent", "kind"),
    [
        ("talk_to_human", "human"),
        ("complain", "complaint"),
        ("request_callback", "callback"),
        ("give_feedback", "feedback"),
        ("cancel_registration", "cancellation"),
        ("my_registrations", "my_registrations"),
        ("ask_application_status", "status"),
        ("subscribe_alerts", "alerts"),
        ("unsubscribe_alerts", "alerts_stop"),
        ("delete_my_data", "erasure"),
    ],
)
async def test_a_request_opens_a_ticket_and_tells_its_reference(
    talk: Talk, services: Services, intent: str, kind: str
) -> None:
    answer = await talk.say(intent, "my words", language="en")
    (ticket,) = await tickets(services)
    assert (ticket.kind, ticket.reference) == (kind, reference(answer))
    assert ticket.summary["text"] == "my words"


@pytest.mark.parametrize("intent", ["talk_to_human", "complain", "request_callback"])
async def test_the_helplines_phone_is_told(talk: Talk, intent: str) -> None:
    assert PHONE in (await talk.say(intent, language="en")).text


async def test_the_same_message_twice_opens_one_ticket(talk: Talk, services: Services) -> None:
    first = await talk.say("complain", message_id="m1")
    second = await talk.say("complain", message_id="m1")
    assert reference(first) == reference(second)
    assert len(await tickets(services)) == 1


async def test_say_it_again_repeats_a_request_and_does_not_do_it_again(
    talk: Talk, services: Services
) -> None:
    first = await talk.say("talk_to_human", language="en")
    assert (await talk.say("repeat")).text == first.text
    assert len(await tickets(services)) == 1


async def test_a_call_without_a_number_asks_for_it_and_adds_it(
    talk: Talk, services: Services
) -> None:
    asked = await talk.say("request_callback", language="en")
    added = await talk.say("inform", "0300 1234567", phone="+923001234567")
    (ticket,) = await tickets(services)
    assert "Which number" in asked.text
    assert reference(added) == ticket.reference
    assert ticket.summary["phone"] == "+923001234567"


async def test_on_whatsapp_the_number_is_known(services: Services) -> None:
    talk = Talk(services, "whatsapp:923001234567")
    assert "+923001234567" in (await talk.say("request_callback", language="en")).text


async def test_a_bare_number_is_offered_a_call(talk: Talk) -> None:
    await talk.say("inform", "0300 1234567", language="en", phone="+923001234567")
    assert "+923001234567 is with the staff" in (await talk.say("affirm")).text


async def test_a_ticket_of_another_conversation_is_not_told(talk: Talk, services: Services) -> None:
    told = reference(await talk.say("complain", language="en"))
    own = await talk.say("ask_application_status", reference=told)
    other = await Talk(services, "web:other").say(
        "ask_application_status", language="en", reference=told
    )
    assert "complaint" in own.text
    assert "I find no request" in other.text


async def test_where_an_application_stands_only_its_office_can_say(talk: Talk) -> None:
    answer = await talk.say("ask_application_status", language="en", programme="punjab-akc")
    assert "1786" in answer.text and "TR-" in answer.text


async def test_deny_drops_the_offer(talk: Talk, services: Services) -> None:
    await talk.say("nlu_fallback", "qwrt", language="en")
    await talk.say("nlu_fallback", "qwrt zxcv")
    await talk.say("deny")
    await talk.say("affirm")
    async with services.sessions() as session:
        assert await session.scalar(select(func.count(Ticket.reference))) == 0
