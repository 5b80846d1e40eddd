"""Queries: what is found, and in which order, on both kinds of database."""

from datetime import date

import pytest
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from programmes.queries import (
    ProgrammeFilter,
    TrainingFilter,
    find_article,
    find_city,
    find_foreign_scheme,
    find_programme,
    find_programmes,
    find_province,
    find_sector,
    find_segment,
    find_topic,
    find_training,
    head_office,
    list_articles,
    list_offices,
    list_programmes,
    list_trainings,
    province_of,
    survey_figures,
)

pytestmark = pytest.mark.asyncio
Sessions = async_sessionmaker[AsyncSession]


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (ProgrammeFilter(topics=["loan"]), ["women-loan", "open-loan", "punjab-dairy"]),
        (ProgrammeFilter(topics=["collateral-free"]), ["women-loan", "open-loan"]),
        (
            ProgrammeFilter(topics=["loan"], include_closed=True),
            ["women-loan", "open-loan", "punjab-dairy", "old-loan"],
        ),
        (
            ProgrammeFilter(topics=["loan"], sectors=["dairy"]),
            ["punjab-dairy", "women-loan", "open-loan"],
        ),
        (ProgrammeFilter(topics=["loan"], sectors=["surgical"]), ["women-loan", "open-loan"]),
        (ProgrammeFilter(topics=["loan"], province="Sindh"), ["women-loan", "open-loan"]),
        (ProgrammeFilter(topics=["loan"], amount=6_000_000), ["open-loan", "punjab-dairy"]),
        (ProgrammeFilter(topics=["loan"], amount=900_000), ["women-loan", "open-loan"]),
        (ProgrammeFilter(segment="women"), ["women-loan"]),
        (ProgrammeFilter(types=["service"]), ["export-desk"]),
        (ProgrammeFilter(topics=["bookkeeping"]), []),
    ],
)
async def test_lists_what_fits_in_a_sensible_order(
    loaded: Sessions, wanted: ProgrammeFilter, ids: list[str]
) -> None:
    async with loaded() as session:
        page = await list_programmes(session, wanted)
    assert [programme.id for programme in page.items] == ids
    assert page.total == len(ids)


async def test_pages_follow_each_other(loaded: Sessions) -> None:
    wanted = ProgrammeFilter(topics=["loan"])
    async with loaded() as session:
        first = await list_programmes(session, wanted, limit=2)
        second = await list_programmes(session, wanted, offset=2, limit=2)
    assert ([item.id for item in first.items], first.has_more) == (
        ["women-loan", "open-loan"],
        True,
    )
    assert ([item.id for item in second.items], second.has_more) == (["punjab-dairy"], False)
    assert first.total == second.total == 3


async def test_records_come_in_the_order_asked_for(loaded: Sessions) -> None:
    async with loaded() as session:
        found = await find_programmes(session, ["women-loan", "nothing", "open-loan", "women-loan"])
        assert await find_programme(session, "nothing") is None
    assert [programme.id for programme in found] == ["women-loan", "open-loan"]


@pytest.mark.parametrize(
    ("wanted", "today", "ids"),
    [
        (TrainingFilter(), date(2026, 4, 1), ["sample-export", "sample-books"]),
        (TrainingFilter(), date(2026, 5, 5), ["sample-books"]),
        (TrainingFilter(), date(2026, 5, 6), []),
        (TrainingFilter(city="Lahore"), date(2026, 4, 1), ["sample-books"]),
        (TrainingFilter(province="Punjab"), date(2026, 4, 1), ["sample-books"]),
        (TrainingFilter(topics=["export"]), date(2026, 4, 1), ["sample-export"]),
        (TrainingFilter(segment="women"), date(2026, 4, 1), ["sample-export"]),
        (TrainingFilter(start=date(2026, 5, 1)), date(2026, 4, 1), ["sample-books"]),
        (TrainingFilter(end=date(2026, 4, 30)), date(2026, 4, 1), ["sample-export"]),
        (TrainingFilter(start=date(2026, 1, 1)), date(2026, 5, 1), ["sample-books"]),
    ],
)
async def test_trainings_still_to_come_the_soonest_first(
    loaded: Sessions, wanted: TrainingFilter, today: date, ids: list[str]
) -> None:
    async with loaded() as session:
        page = await list_trainings(session, wanted, today)
        assert await find_training(session, "sample-books") is not None
    assert [event.id for event in page.items] == ids


@pytest.mark.parametrize(
    ("city", "province", "ids"),
    [
        (None, None, ["head", "karachi-office", "mountain-office"]),
        ("Karachi", None, ["karachi-office", "head"]),
        ("کراچی", None, ["karachi-office", "head"]),
        ("Lahore", None, ["head"]),
        ("Sialkot", None, ["head"]),
        ("Skardu", None, ["mountain-office", "head"]),
        (None, "Balochistan", ["mountain-office", "head"]),
        ("Atlantis", None, ["head", "karachi-office", "mountain-office"]),
    ],
)
async def test_offices_the_nearest_first(
    loaded: Sessions, city: str | None, province: str | None, ids: list[str]
) -> None:
    async with loaded() as session:
        offices = await list_offices(session, city=city, province=province)
        head = await head_office(session)
    assert [office.id for office in offices] == ids
    assert head is not None
    assert head.id == "head"


async def test_articles_by_what_they_are_about(loaded: Sessions) -> None:
    async with loaded() as session:
        article = await find_article(session, "tax-number")
        listed = await list_articles(session, "tax")
        assert await list_articles(session, "weather") == []
    assert article is not None
    assert article.title.roman_ur == "Tax number lena"
    assert article.related == ["open-loan"]
    assert [each.id for each in listed] == ["tax-number"]


async def test_survey_figures_in_the_order_of_the_file(loaded: Sessions) -> None:
    async with loaded() as session:
        every = await survey_figures(session, indicator="sales-fell")
        nepal = await survey_figures(session, country="Nepal")
        assert await survey_figures(session, country="Nepal", indicator="other") == []
    assert [(figure.country, figure.value) for figure in every] == [
        ("Pakistan", 62.5),
        ("Nepal", 70.0),
    ]
    assert [figure.id for figure in nepal] == ["sales-nepal"]


async def test_reference_names(loaded: Sessions) -> None:
    async with loaded() as session:
        topic = await find_topic(session, "loan")
        sector = await find_sector(session, "dairy")
        segment = await find_segment(session, "women")
        scheme = await find_foreign_scheme(session, "foreign-scheme")
        city = await find_city(session, "khi")
        province = await find_province(session, "سندھ")
        assert await province_of(session, "Karachi") == "Sindh"
        assert await province_of(session, "Atlantis") is None
        assert await find_topic(session, "weather") is None
    assert topic is not None
    assert topic.name.in_("roman_ur") == "Qarza"
    assert sector is not None
    assert segment is not None
    assert scheme is not None
    assert scheme.country.en == "India"
    assert city is not None
    assert city.names.ur == "کراچی"
    assert province is not None
    assert province.name == "Sindh"
