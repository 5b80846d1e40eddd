"""What staff settled goes on with the assistant; nothing else of theirs does."""

from typing import Any

from talking import Talk


def settled(**values: Any) -> dict[str, Any]:
    return {"summary": "Bring form B to the branch", "settled": values}


async def test_a_question_without_a_name_is_about_the_settled_programme(talk: Talk) -> None:
    await talk.say("ask_programme_info", "akhuwat", programme="akhuwat")
    answer = await talk.say(
        "ask_programme_documents", "and papers?", handoff=settled(programme="pm-youth-loan")
    )
    assert "PM Youth Loan" in answer.text and "Form B" not in answer.text
    assert "PM Youth Loan" in (await talk.say("ask_programme_apply", "how to apply")).text


async def test_what_the_message_names_itself_comes_first(talk: Talk) -> None:
    answer = await talk.say(
        "ask_programme_info",
        "akhuwat",
        programme="akhuwat",
        handoff=settled(programme="pm-youth-loan"),
    )
    assert answer.about["programme"] == "akhuwat"


async def test_the_settled_city_names_the_office(talk: Talk) -> None:
    answer = await talk.say("ask_office", "where is it", handoff=settled(city="Karachi"))
    assert "Karachi" in answer.text


async def test_what_suits_me_counts_the_settled_business(talk: Talk) -> None:
    known = settled(sector="bakery", amount=500_000, province="Punjab")
    answer = await talk.say("check_eligibility", "what suits me", handoff=known)
    assert "Bakery" in answer.text and "PKR 5 lakh" in answer.text and "Punjab" in answer.text


async def test_what_no_record_has_is_passed_over(talk: Talk) -> None:
    await talk.say("ask_programme_info", "akhuwat", programme="akhuwat")
    odd = settled(programme="none-such", city="Atlantis", amount="much", language="xx", sector=7)
    answer = await talk.say("ask_programme_apply", "how to apply", handoff=odd)
    assert "Akhuwat" in answer.text
    assert "Atlantis" not in str(talk.slots)


async def test_the_settled_language_is_spoken_until_the_user_writes_another(talk: Talk) -> None:
    answer = await talk.say("greet", "👋", handoff=settled(language="ur"))
    assert answer.about["language"] == "ur"
    assert (await talk.say("greet", "hello", language="en")).about["language"] == "en"


async def test_an_offer_made_before_staff_came_stands_no_more(talk: Talk) -> None:
    await talk.say("inform", "0300 1234567", phone="+923001234567")
    answer = await talk.say("affirm", "ok", handoff=settled())
    assert "TR-" not in answer.text


async def test_a_broken_handoff_is_passed_over(talk: Talk) -> None:
    answer = await talk.say("greet", "hello", language="en", handoff={"settled": ["x"]})
    assert answer.about["intent"] == "greet"
