"""The training calendar and seats; the calendar holds one real event and one sample."""

from talking import Talk

from actions.action import Services
from programmes.tickets import find_ticket


async def test_samples_are_always_called_samples(talk: Talk) -> None:
    listed = await talk.say("list_trainings", language="en")
    details = await talk.say("ask_training_details", topic="tax")
    seat = await talk.say("register_training")
    assert "Tax for shops: 4 to 5 May 2026, Karachi, free (sample)" in listed.text
    assert all("sample" in answer.text for answer in (listed, details, seat))


async def test_a_real_training_is_not_called_a_sample(talk: Talk) -> None:
    answer = await talk.say("ask_training_details", language="en", topic="export")
    assert answer.text.startswith("Exporting for beginners: PKR 5,000, 4 to 5 May 2026")
    assert "10:00 - 16:00" in answer.text and "Urdu" in answer.text
    assert "sample" not in answer.text


async def test_a_follow_up_is_about_the_training_talked_about(talk: Talk) -> None:
    await talk.say("ask_training_details", language="en", topic="export")
    assert "Training hall" in (await talk.say("ask_training_details", "where?")).text


async def test_another_place_is_asked_with_the_same_topic(talk: Talk) -> None:
    await talk.say("list_trainings", language="en", topic="export", city="Lahore")
    answer = await talk.say("inform", "what about Karachi?", city="Karachi")
    assert "no coming training" in answer.text
    assert "Exporting for beginners" in answer.text
    assert "Tax for shops" not in answer.text


async def test_a_seat_is_passed_on_and_not_promised(talk: Talk, services: Services) -> None:
    answer = await talk.say("register_training", "one seat", language="en", topic="export")
    assert "You have no seat until they confirm it." in answer.text
    reference = next(word for word in answer.text.split() if word.startswith("TR-")).strip(".")
    async with services.sessions() as session:
        ticket = await find_ticket(session, reference, talk.sender)
    assert ticket is not None
    assert ticket.kind == "registration"
    assert ticket.summary["training"] == "real-export"


async def test_which_training_is_asked_before_anything_is_passed_on(talk: Talk) -> None:
    answer = await talk.say("register_training", language="en")
    assert answer.text.startswith("Which training do you mean?")
    assert "TR-" not in answer.text


async def test_a_course_outside_the_calendar_tells_how_to_join(talk: Talk) -> None:
    answer = await talk.say("register_training", language="en", programme="digiskills")
    assert "digiskills.pk" in answer.text and "TR-" in answer.text


async def test_what_is_not_on_the_calendar_is_offered_as_news(talk: Talk) -> None:
    nothing = await talk.say("list_trainings", language="en", topic="halal")
    assert "Shall I ask the staff to tell you" in nothing.text
    assert "TR-" in (await talk.say("affirm", "yes")).text


async def test_nothing_is_said_to_be_done_that_is_not(talk: Talk) -> None:
    cancelled = await talk.say("cancel_registration", language="en")
    alerts = await talk.say("subscribe_alerts", topic="export")
    assert "not cancelled until they confirm" in cancelled.text
    assert "No messages are set up yet" in alerts.text
