"""What the desk reads at the end of a turn, for the staff's routing and brief."""

from talking import Talk


async def test_the_turn_ends_with_where_the_business_is_and_what_it_asks_for(talk: Talk) -> None:
    answer = await talk.say(
        "list_programmes",
        "loan 5 lakh bakery lahore",
        topic="loan",
        city="Lahore",
        amount=500_000,
        sector="bakery",
    )
    about = answer.about
    assert (about["city"], about["amount"], about["sector"]) == ("Lahore", 500_000, "bakery")
    assert about["topic"] == "loan" and 0 < len(about["programmes"]) <= 5
    assert "not_understood" not in about and "criteria_failed" not in about


async def test_the_condition_that_rules_a_business_out_is_named(talk: Talk) -> None:
    answer = await talk.say(
        "ask_programme_eligibility", "i am 50", programme="pm-youth-loan", age=50, city="Lahore"
    )
    assert answer.about["criteria_failed"] == ["age"]
    assert answer.about["programme"] == "pm-youth-loan"


async def test_where_nothing_fits_the_nearest_reasons_are_named(talk: Talk) -> None:
    answer = await talk.say("check_eligibility", "9 arab chahiye", amount=9_000_000_000)
    assert answer.about["criteria_failed"] == ["amount"]


async def test_what_was_not_understood_is_marked_and_nothing_personal_is_told(talk: Talk) -> None:
    answer = await talk.say("nlu_fallback", "qwerty asdf", phone="+923001234567")
    assert answer.about["not_understood"] is True
    assert "+923001234567" not in str(answer.about)
