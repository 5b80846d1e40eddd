"""Questions about one programme."""

import pytest
from sqlalchemy import select
from talking import Talk

from actions.action import Services
from programmes.models import ForeignScheme


async def test_the_figure_stands_first_and_its_date_and_source_last(talk: Talk) -> None:
    answer = await talk.say("ask_programme_info", language="en", programme="punjab-akf")
    first, *_, last = answer.text.splitlines()
    assert "PKR 3 crore" in first
    assert "August 2025" in answer.text
    assert last.startswith("Source: ")
    assert answer.about == {
        "intent": "ask_programme_info",
        "language": "en",
        "topic": answer.about["topic"],
        "programme": "punjab-akf",
    }


@pytest.mark.parametrize(
    ("language", "amount"), [("ur", "1 کروڑ روپے"), ("roman_ur", "1 crore rupay")]
)
async def test_amounts_are_said_in_the_users_language(
    talk: Talk, language: str, amount: str
) -> None:
    answer = await talk.say("ask_programme_benefits", language=language, programme="sbp-saaf")
    assert amount in answer.text


@pytest.mark.parametrize(
    "intent",
    [
        "ask_programme_eligibility",
        "ask_programme_benefits",
        "ask_programme_documents",
        "ask_programme_apply",
        "ask_programme_deadline",
    ],
)
async def test_a_follow_up_needs_no_name(talk: Talk, intent: str) -> None:
    await talk.say("ask_programme_info", programme="punjab-akc")
    assert (await talk.say(intent)).about["programme"] == "punjab-akc"


async def test_a_new_name_switches(talk: Talk) -> None:
    await talk.say("ask_programme_info", programme="punjab-akc")
    await talk.say("ask_programme_documents", programme="sbp-saaf")
    assert (await talk.say("ask_programme_apply")).about["programme"] == "sbp-saaf"


async def test_without_a_name_the_question_is_asked_back(talk: Talk) -> None:
    answer = await talk.say("ask_programme_documents", language="en")
    assert answer.text == "Which programme do you mean?"
    assert all("/ask_programme_documents" in payload for payload in answer.payloads[:3])


async def test_a_topic_of_another_kind_is_not_taken_for_what_was_talked_about(talk: Talk) -> None:
    await talk.say("ask_programme_info", programme="sbp-saaf")
    answer = await talk.say("ask_programme_eligibility", topic="halal")
    assert answer.about["programme"] is None


async def test_a_name_asked_for_later_answers_the_same_question(talk: Talk) -> None:
    await talk.say("ask_programme_eligibility")
    answer = await talk.say("inform", programme="punjab-akf")
    assert answer.about == answer.about | {
        "intent": "ask_programme_eligibility",
        "programme": "punjab-akf",
    }


async def test_is_it_for_women_too_is_answered_first(talk: Talk) -> None:
    await talk.say("ask_programme_info", language="en", programme="sbp-women-refinance")
    answer = await talk.say("inform", "for women?", segment="women")
    assert answer.text.startswith("Yes, it is made for women")


async def test_a_place_that_is_not_covered_is_told(talk: Talk) -> None:
    await talk.say("ask_programme_info", language="en", programme="punjab-akf")
    answer = await talk.say("inform", "and in Karachi?", city="Karachi")
    assert answer.text.startswith("No, Karachi is not covered")
    assert "Punjab" in answer.text.splitlines()[0]


async def test_an_amount_above_the_limit_is_told(talk: Talk) -> None:
    answer = await talk.say(
        "ask_programme_benefits", language="en", programme="sbp-saaf", amount=20_000_000
    )
    assert "PKR 2 crore is more than it gives: the most is PKR 1 crore." in answer.text


async def test_papers_that_no_record_names_are_not_guessed(talk: Talk) -> None:
    answer = await talk.say("ask_programme_documents", language="en", programme="sbp-saaf")
    assert "I will not guess them" in answer.text


async def test_a_closed_programme_is_told_as_closed_and_its_successor_offered(talk: Talk) -> None:
    answer = await talk.say("ask_programme_info", language="en", programme="kamyab-jawan-yes")
    assert "It is closed" in answer.text
    assert '/ask_programme_info{"programme": "pm-youth-loan"}' in answer.payloads


async def test_an_unconfirmed_programme_is_told_as_unconfirmed_with_a_contact(talk: Talk) -> None:
    answer = await talk.say("ask_programme_info", language="en", programme="sbp-saaf")
    assert "not confirmed: these were the terms as of January 2026. Confirm here:" in answer.text


async def test_an_old_fact_is_told_as_old(talk: Talk) -> None:
    answer = await talk.say("ask_programme_info", language="en", programme="mou-mmbl")
    talk.now = talk.now.replace(year=2027)
    answer = await talk.say("ask_programme_info", language="en", programme="mou-mmbl")
    assert "may have changed" in answer.text


async def test_when_sources_disagree_both_are_told(talk: Talk) -> None:
    answer = await talk.say("ask_programme_eligibility", language="en", programme="punjab-akf")
    assert "25 to 55" in answer.text
    assert "21 to 57" in answer.text


async def test_an_unknown_programme_gets_no_figures(talk: Talk) -> None:
    await talk.say("ask_programme_info", programme="sbp-saaf")
    answer = await talk.say(
        "ask_programme_benefits", "Star Business Loan", language="en", programme="unknown"
    )
    assert "“Star Business Loan” is not in my records" in answer.text
    assert "PKR" not in answer.text
    assert "/talk_to_human" in answer.payloads
    assert answer.about["programme"] is None


async def test_after_an_unknown_programme_a_follow_up_is_not_about_the_one_before(
    talk: Talk,
) -> None:
    await talk.say("ask_programme_info", programme="sbp-saaf")
    await talk.say("ask_programme_info", "Star Business Loan", programme="unknown")
    assert (await talk.say("ask_programme_documents")).about["programme"] is None


@pytest.mark.parametrize(
    "intent", ["ask_programme_info", "list_programmes", "ask_tax", "compare_programmes"]
)
async def test_a_scheme_of_another_country_is_told_as_its(
    talk: Talk, services: Services, intent: str
) -> None:
    async with services.sessions() as session:
        scheme = (await session.scalars(select(ForeignScheme))).first()
    assert scheme is not None
    answer = await talk.say(intent, language="en", programme=scheme.id)
    assert f"{scheme.name.en} is a scheme of India, not of Pakistan" in answer.text
    assert answer.payloads[0].startswith("/ask_programme_info")


async def test_several_names_are_set_side_by_side(talk: Talk) -> None:
    answer = await talk.say(
        "ask_programme_benefits", language="en", programme=["sbp-saaf", "pm-youth-loan"]
    )
    assert "SME Asaan Finance: Up to PKR 1 crore" in answer.text
    assert "PM Youth Loan: Up to PKR 75 lakh" in answer.text
    assert answer.about["intent"] == "compare_programmes"


async def test_one_name_is_compared_with_what_was_talked_about(talk: Talk) -> None:
    await talk.say("ask_programme_info", programme="sbp-saaf")
    answer = await talk.say("compare_programmes", language="en", programme="pm-youth-loan")
    assert "PKR 1 crore" in answer.text and "PKR 75 lakh" in answer.text


async def test_help_near_the_place_named_is_told_with_how_to_apply(talk: Talk) -> None:
    answer = await talk.say(
        "ask_programme_apply", language="en", programme="sbp-saaf", city="Karachi"
    )
    assert "Help near you: SMEDA Sindh, 021-111-111-456" in answer.text


@pytest.mark.parametrize("language", ["en", "ur", "roman_ur"])
async def test_every_button_fits_and_there_are_at_most_four(talk: Talk, language: str) -> None:
    answer = await talk.say("ask_programme_info", language=language, programme="pm-youth-loan")
    assert 1 <= len(answer.buttons) <= 4
    assert all(len(button["title"]) <= 20 for button in answer.buttons)
