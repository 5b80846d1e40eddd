"""Eligibility: single conditions, laws that hold for any terms and firm, and the best first."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from programmes.criteria import Criteria
from programmes.eligibility import Criterion, Profile, assess, fitting
from programmes.translated import Translated

NUMBERS = st.none() | st.integers(0, 100)
FLAGS = st.none() | st.booleans()
PLACES = ("Punjab", "Sindh", "Balochistan")
GENDERS = ("female", "male")
SIZES = ("micro", "small", "medium")
SECTORS = ("it", "dairy", "manufacturing")
SEGMENTS = ("women", "youth", "exporter")
PURPOSES = ("start", "expand")


def some(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), unique=True, max_size=2).map(tuple)


def one(values: tuple[str, ...]) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from(values)


CRITERIA = st.builds(
    Criteria,
    provinces=some(PLACES),
    districts=some(("Khyber", "Kurram")),
    genders=some(GENDERS),
    age_min=NUMBERS,
    age_max=NUMBERS,
    age_min_it=NUMBERS,
    amount_min=NUMBERS,
    amount_max=NUMBERS,
    amount_max_small=NUMBERS,
    amount_max_medium=NUMBERS,
    turnover_max=NUMBERS,
    business_age_min_years=NUMBERS,
    sizes=some(SIZES),
    sectors=some(SECTORS),
    segments=some(SEGMENTS),
    purposes=some(PURPOSES),
    ntn=FLAGS,
    filer=FLAGS,
)
PROFILES = st.builds(
    Profile,
    amount=NUMBERS,
    sector=one(SECTORS),
    city=one(("Khyber", "Lahore")),
    province=one(PLACES),
    district=one(("Khyber", "Kurram")),
    segment=one(SEGMENTS),
    gender=one(GENDERS),
    age=NUMBERS,
    turnover=NUMBERS,
    business_age_years=NUMBERS,
    size=one(SIZES),
    purpose=one(PURPOSES),
    ntn=FLAGS,
    filer=FLAGS,
)


@given(CRITERIA, PROFILES)
def test_the_verdict_follows_from_the_conditions(criteria: Criteria, profile: Profile) -> None:
    found = assess(criteria, profile)
    judged = [*found.failed, *found.missing, *found.met]
    assert len(judged) == len(set(judged))
    assert (found.verdict == "fails") == bool(found.failed)
    assert (found.verdict == "fits") == (not found.failed and not found.missing)


@given(PROFILES)
def test_no_conditions_fit_anyone(profile: Profile) -> None:
    assert assess(Criteria(), profile).verdict == "fits"


@given(CRITERIA)
def test_nothing_known_fails_nothing(criteria: Criteria) -> None:
    found = assess(criteria, Profile())
    assert found.failed == ()
    assert found.met == ()


@given(CRITERIA, PROFILES, st.sampled_from(["amount", "turnover", "business_age_years", "ntn"]))
def test_knowing_less_never_turns_into_failing(
    criteria: Criteria, profile: Profile, forgotten: str
) -> None:
    before = assess(criteria, profile)
    after = assess(criteria, replace(profile, **{forgotten: None}))
    assert set(after.failed) <= set(before.failed)


@given(CRITERIA)
def test_terms_survive_the_database(criteria: Criteria) -> None:
    with_words = replace(criteria, other=(Translated("a", "ب", "b"),))
    assert Criteria.from_json(with_words.as_json()) == with_words


@pytest.mark.parametrize(
    ("criteria", "profile", "verdict"),
    [
        (Criteria(provinces=("Punjab",)), Profile(province="Sindh"), "fails"),
        (Criteria(genders=("female",)), Profile(segment="women"), "fits"),
        (Criteria(segments=("women",)), Profile(gender="female"), "fits"),
        (Criteria(segments=("women",)), Profile(gender="male"), "fails"),
        (Criteria(segments=("women",)), Profile(segment="youth"), "unknown"),
        (Criteria(age_min=21, age_max=45), Profile(age=45), "fits"),
        (Criteria(age_min=21, age_max=45), Profile(age=46), "fails"),
        (Criteria(age_min=21, age_min_it=18), Profile(age=19, sector="it"), "fits"),
        (Criteria(age_min=21, age_min_it=18), Profile(age=19, sector="dairy"), "fails"),
        (Criteria(age_min=21, age_min_it=18), Profile(age=19), "unknown"),
        (Criteria(age_min=21, age_min_it=18), Profile(age=17), "fails"),
        (Criteria(amount_min=5, amount_max=9), Profile(amount=9), "fits"),
        (Criteria(amount_min=5, amount_max=9), Profile(amount=4), "fails"),
        (Criteria(amount_max_small=5, amount_max_medium=9), Profile(amount=7), "unknown"),
        (Criteria(amount_max_small=5, amount_max_medium=9), Profile(amount=4), "fits"),
        (Criteria(amount_max_small=5, amount_max_medium=9), Profile(amount=10), "fails"),
        (
            Criteria(amount_max_small=5, amount_max_medium=9),
            Profile(amount=7, size="micro"),
            "fails",
        ),
        (
            Criteria(amount_max_small=5, amount_max_medium=9),
            Profile(amount=7, size="medium"),
            "fits",
        ),
        (Criteria(sectors=("dairy",)), Profile(sector="it"), "fails"),
        (Criteria(sectors=("manufacturing",)), Profile(sector="surgical"), "unknown"),
        (Criteria(districts=("Khyber",)), Profile(city="Khyber"), "fits"),
        (Criteria(districts=("Khyber",)), Profile(city="Bara"), "unknown"),
        (Criteria(districts=("Khyber",)), Profile(district="Swat"), "fails"),
        (Criteria(ntn=True), Profile(ntn=False), "fails"),
        (Criteria(filer=False), Profile(filer=False), "fits"),
        (Criteria(business_age_min_years=5), Profile(business_age_years=4), "fails"),
    ],
)
def test_single_conditions(criteria: Criteria, profile: Profile, verdict: str) -> None:
    assert assess(criteria, profile).verdict == verdict


def test_it_says_what_to_ask_for() -> None:
    criteria = Criteria(provinces=("Punjab",), age_max=45, amount_max=9)
    found = assess(criteria, Profile(amount=12, province="Punjab"))
    assert found.failed == (Criterion.AMOUNT,)
    assert found.missing == (Criterion.AGE,)
    assert found.met == (Criterion.PROVINCE,)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("profile", "ids"),
    [
        (Profile(), ["women-loan", "open-loan", "punjab-dairy", "export-desk"]),
        (Profile(segment="women", amount=400_000), ["women-loan", "open-loan", "export-desk"]),
        (
            Profile(city="Lahore", sector="dairy", amount=1_500_000),
            ["punjab-dairy", "women-loan", "open-loan", "export-desk"],
        ),
        (Profile(city="Karachi", gender="male", age=30), ["open-loan", "export-desk"]),
    ],
)
async def test_what_fits_best_stands_first(
    loaded: async_sessionmaker[AsyncSession], profile: Profile, ids: list[str]
) -> None:
    async with loaded() as session:
        found = await fitting(session, profile, limit=5)
        assert len(await fitting(session, profile, limit=1)) == 1
    assert [programme.id for programme, _ in found] == ids
    assert all(assessment.verdict != "fails" for _, assessment in found)
