"""Answers from articles, survey figures and offices."""

import pytest
from talking import Talk

from actions.research import matching, named_countries
from programmes.models import SurveyFigure
from programmes.translated import Translated

KNOWLEDGE = [
    "ask_sell_online",
    "ask_export_support",
    "ask_business_registration",
    "ask_tax",
    "ask_business_plan",
    "ask_sme_definition",
    "ask_research",
    "ask_partnership",
    "ask_privacy",
]


@pytest.mark.parametrize("intent", KNOWLEDGE)
async def test_knowledge_is_told_with_its_source(talk: Talk, intent: str) -> None:
    answer = await talk.say(intent, language="en")
    assert "ource: " in answer.text
    assert "/talk_to_human" in answer.payloads


async def test_a_topic_points_at_its_own_record(talk: Talk) -> None:
    answer = await talk.say("ask_business_registration", language="en", topic="trademark")
    assert "trademark" in answer.text.lower()


def figure(indicator: str, country: str, urdu: str, value: float) -> SurveyFigure:
    text = f"{value}% of firms in {country}: {indicator.replace('-', ' ')}."
    return SurveyFigure(
        id=f"{indicator}-{country}",
        indicator=indicator,
        country=country,
        country_names=Translated(country, urdu, country),
        value=value,
        text=Translated(text, text, text),
    )


FIGURES = [
    figure("cash-flow-shortage", "Pakistan", "پاکستان", 82),
    figure("raw-material-shortage", "Pakistan", "پاکستان", 65),
    figure("domestic-demand-fell", "Pakistan", "پاکستان", 36.44),
    figure("domestic-demand-fell", "Bangladesh", "بنگلہ دیش", 72.29),
]


def found(words: str) -> list[str]:
    return [figure.id for figure in matching(FIGURES, words, named_countries(FIGURES, words))]


def test_a_figure_is_found_by_its_indicator() -> None:
    assert found("cash flow problem") == ["cash-flow-shortage-Pakistan"]


def test_a_named_country_stands_first() -> None:
    assert found("demand in bangladesh")[0] == "domestic-demand-fell-Bangladesh"
    assert found("بنگلہ دیش") == ["domestic-demand-fell-Bangladesh"]


def test_words_of_no_figure_find_none() -> None:
    assert found("what did the survey say") == []


async def test_an_office_is_told_with_address_phone_and_mail(talk: Talk) -> None:
    answer = await talk.say("ask_office", language="en", city="Karachi")
    assert "Bahria Complex" in answer.text
    assert "021-111-111-456" in answer.text
    assert "helpdesk-khi@smeda.org.pk" in answer.text
    assert "2017" in answer.text


async def test_hours_that_are_not_known_are_not_invented(talk: Talk) -> None:
    answer = await talk.say("ask_office", language="en")
    assert "The hours are not in my records" in answer.text
    assert "Aiwan-e-Iqbal" in answer.text


async def test_a_city_without_an_office_gets_the_nearest_and_is_told_so(talk: Talk) -> None:
    answer = await talk.say("ask_office", language="en", city="Sialkot")
    assert answer.text.startswith("There is no office on record in Sialkot.")


async def test_another_city_is_asked_with_the_same_question(talk: Talk) -> None:
    await talk.say("ask_office", language="en", city="Karachi")
    assert "Peshawar" in (await talk.say("inform", "Peshawar?", city="Peshawar")).text
