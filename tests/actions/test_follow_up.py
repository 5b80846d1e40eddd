"""What a message means after what was talked about."""

import pytest
from talking import Talk

ON_A_PROGRAMME = {"programme": "pm-youth-loan"}


async def test_the_second_of_a_list_is_meant(talk: Talk) -> None:
    listed = await talk.say("list_programmes", "loans", language="en", topic="loan")
    second = listed.payloads[1].partition("{")[2]
    answer = await talk.say("inform", "2", place=2)
    assert answer.about["programme"] in second


async def test_a_place_beyond_the_list_means_nothing(talk: Talk) -> None:
    await talk.say("list_programmes", "loans", language="en", topic="loan")
    assert (await talk.say("ask_programme_info", "9", place=9)).about["programme"] is None


async def test_a_listed_training_is_meant(talk: Talk) -> None:
    await talk.say("list_trainings", "trainings", language="en")
    answer = await talk.say("register_training", "the second one", place=2)
    assert answer.text.startswith("Tax for shops")


@pytest.mark.parametrize("intent", ["ask_programme_benefits", "ask_programme_apply"])
async def test_after_a_training_the_question_is_of_it(talk: Talk, intent: str) -> None:
    await talk.say("ask_training_details", "export training", language="en", topic="export")
    assert (await talk.say(intent, "and that?")).text.startswith("Exporting for beginners")


async def test_to_register_after_trainings_is_for_a_training(talk: Talk) -> None:
    await talk.say("list_trainings", "trainings", language="en")
    answer = await talk.say("ask_business_registration", "register karna hai")
    assert answer.about["intent"] == "register_training"


async def test_a_bare_name_takes_up_the_question_before(talk: Talk) -> None:
    await talk.say("ask_programme_apply", "how", language="en", programme="akhuwat")
    answer = await talk.say(
        "compare_programmes", "and punjab rozgar?", bare=True, programme="punjab-rozgar"
    )
    assert answer.text.startswith("Punjab Rozgar, how to apply")


async def test_both_are_the_last_two(talk: Talk) -> None:
    await talk.say("ask_programme_info", "x", language="en", programme="akhuwat")
    await talk.say("ask_programme_info", "y", programme="punjab-rozgar")
    answer = await talk.say("compare_programmes", "difference between both")
    assert "Akhuwat: " in answer.text and "Punjab Rozgar: " in answer.text


async def test_an_age_is_held_against_the_limit(talk: Talk) -> None:
    await talk.say("ask_programme_info", "x", language="en", **ON_A_PROGRAMME)
    too_old = await talk.say("check_eligibility", "my age is 50", age=50)
    fits = await talk.say("ask_programme_eligibility", "and at 30?", age=30)
    assert too_old.text.startswith("No, 50 years")
    assert fits.text.startswith("Yes, 30 years")


async def test_a_topic_of_another_matter_is_asked_there(talk: Talk) -> None:
    await talk.say("ask_business_registration", "register a firm", language="en")
    answer = await talk.say("ask_business_registration", "ntn?", bare=True, topic="ntn")
    assert answer.about["intent"] == "ask_tax"


async def test_another_country_after_a_figure_of_the_survey(talk: Talk) -> None:
    await talk.say("ask_research", "demand decline in bangladesh", language="en")
    assert "India" in (await talk.say("out_of_scope", "india?")).text


async def test_details_of_a_business_add_up(talk: Talk) -> None:
    asked = await talk.say("inform", "i am in peshawar", language="en", city="Peshawar")
    answer = await talk.say("inform", "20 lakh", amount=2_000_000)
    assert asked.text.startswith("You mentioned Peshawar")
    assert "For Peshawar · PKR 20 lakh" in answer.text


async def test_the_newest_request_is_the_one_asked_about(talk: Talk) -> None:
    opened = await talk.say("talk_to_human", "a person", language="en")
    reference = opened.text.split("Your number: ")[1].split()[0]
    assert (await talk.say("ask_application_status", "status?")).text.startswith(reference)


async def test_where_sources_differ_fits_a_screen(talk: Talk) -> None:
    answer = await talk.say("ask_programme_info", "x", language="en", **ON_A_PROGRAMME)
    assert len(answer.text) <= 620
    title = next(b["payload"] for b in answer.buttons if b["title"] == "Where sources differ")
    assert title == '/show_more{"programme": "pm-youth-loan"}'
    more = await talk.say("show_more", **ON_A_PROGRAMME)
    assert more.text.count("Not settled") == 2


async def test_a_list_is_kept_when_one_of_it_was_chosen(talk: Talk) -> None:
    listed = await talk.say("list_programmes", "loans", language="en", topic="loan")
    await talk.say("inform", "2", place=2)
    answer = await talk.say("ask_programme_documents", "and of the first?", place=1)
    assert answer.about["programme"] in listed.payloads[0]


async def test_an_age_after_a_list_asks_what_suits_with_all_that_was_told(talk: Talk) -> None:
    await talk.say("list_programmes", "dairy", language="en", sector="dairy", amount=2_000_000)
    answer = await talk.say("inform", "age 33", age=33)
    assert "For Dairy · PKR 20 lakh · age 33" in answer.text


async def test_timing_after_an_office_is_the_offices(talk: Talk) -> None:
    await talk.say("ask_office", "office in karachi", language="en", city="Karachi")
    answer = await talk.say("ask_training_details", "timing?")
    assert "Karachi" in answer.text and "hours are not in my records" in answer.text


async def test_a_group_without_a_name_asks_for_a_list(talk: Talk) -> None:
    answer = await talk.say("ask_programme_info", "what is there", language="en", segment="youth")
    assert answer.about["intent"] == "list_programmes"


async def test_a_bare_choice_answers_the_question_before(talk: Talk) -> None:
    await talk.say("list_trainings", "trainings", language="en")
    await talk.say("register_training", "register me")
    answer = await talk.say("inform", "the second one", place=2, bare=True)
    assert answer.text.startswith("Tax for shops") and "TR-" in answer.text
