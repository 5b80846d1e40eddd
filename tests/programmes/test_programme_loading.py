"""Loading: what is added, changed and removed, and that nothing is ever half loaded."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from programmes.loading import LoadReport, load
from programmes.models import Alias, Office, Programme, SearchDocument, TrainingEvent
from programmes.queries import find_city, find_programme, find_training, search

pytestmark = pytest.mark.asyncio
Sessions = async_sessionmaker[AsyncSession]
HEADER = (
    "id,title_en,title_ur,title_roman_ur,topic,starts,ends,start_time,end_time,city,venue_en,"
    "venue_ur,venue_roman_ur,fee_pkr,languages,seats,segment,contact,source,as_of\n"
)


def calendar(folder: Path, *ids: str, starts: str = "2026-06-01") -> Path:
    """Write a real calendar with an event for each id."""
    file = folder / "trainings.csv"
    rows = (
        f"{event},Books,,,bookkeeping,{starts},{starts},,,Lahore,,,,0,ur,,,,Staff,2026-04"
        for event in ids
    )
    file.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    return file


def replace(file: Path, old: str, new: str) -> None:
    """Edit a data file as staff would."""
    content = file.read_text(encoding="utf-8")
    assert old in content
    file.write_text(content.replace(old, new, 1), encoding="utf-8")


async def put(sessions: Sessions, *paths: Path, production: bool = False) -> LoadReport:
    """Load on the day of these tests."""
    return await load(sessions, paths, date(2026, 4, 1), production=production)


async def count(sessions: Sessions, table: type) -> int:
    """Count the rows of a table."""
    async with sessions() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def test_values_arrive_whole(loaded: Sessions) -> None:
    async with loaded() as session:
        loan = await find_programme(session, "open-loan")
        office = await session.get(Office, "head")
        without = await session.scalars(text("SELECT id FROM programme WHERE documents IS NULL"))
        assert len(list(without)) == 6
    assert loan is not None
    assert office is not None
    assert loan.name.in_("ur") == "کھلا در قرض اسکیم"
    assert loan.benefits is not None
    assert loan.benefits.en == "Up to {rs:10000000}."
    assert (loan.amount_min, loan.amount_max) == (None, 10_000_000)
    assert loan.criteria.age_min_it == 18
    assert (loan.as_of, loan.review_by) == ("2026-03", date(2026, 9, 30))
    assert loan.caveats[0].roman_ur == "Apni branch se poochein."
    assert loan.contact.phone == ("042-111",)
    assert loan.contact.address is not None
    assert office.contact.phone == ("042-111", "042-222")
    assert office.serves == ["Punjab"]


async def test_loading_again_changes_nothing(loaded: Sessions, content: Path) -> None:
    async with loaded() as session:
        before = list(await session.scalars(select(SearchDocument.id).order_by(SearchDocument.id)))
    report = await put(loaded, content)
    assert (report.added, report.changed, report.removed) == ([], [], [])
    assert len(report.unchanged) == 33
    async with loaded() as session:
        after = list(await session.scalars(select(SearchDocument.id).order_by(SearchDocument.id)))
    assert before == after


async def test_a_changed_figure_is_reported_and_stored(loaded: Sessions, content: Path) -> None:
    replace(content / "records" / "finance.yml", "amount_max: 5000000", "amount_max: 6000000")
    report = await put(loaded, content)
    assert report.changed == ["programme women-loan"]
    async with loaded() as session:
        assert (await session.get_one(Programme, "women-loan")).amount_max == 6_000_000


async def test_a_new_alias_is_a_change_and_is_found(loaded: Sessions, content: Path) -> None:
    replace(content / "records" / "finance.yml", "[sisters]", "[sisters, behnein]")
    report = await put(loaded, content)
    assert report.changed == ["programme women-loan"]
    async with loaded() as session:
        assert [hit.id for hit in await search(session, "behnein")] == ["women-loan"]


async def test_what_a_folder_no_longer_holds_leaves(loaded: Sessions, content: Path) -> None:
    offices = content / "records" / "offices.yml"
    kept, _, _ = offices.read_text(encoding="utf-8").partition("- id: mountain-office")
    offices.write_text(kept, encoding="utf-8")
    report = await put(loaded, content)
    assert report.removed == ["office mountain-office"]
    async with loaded() as session:
        assert await search(session, "mountain") == []
        assert await session.scalar(select(Alias).where(Alias.value == "mountain-office")) is None


async def test_a_single_file_leaves_the_others_alone(loaded: Sessions, content: Path) -> None:
    finance = content / "records" / "finance.yml"
    replace(
        finance,
        "topics: [export]\n  summary: {en: Advice",
        "topics: [loan]\n  summary: {en: Advice",
    )
    report = await put(loaded, finance)
    assert report.changed == ["programme export-desk"]
    assert report.removed == []
    assert await count(loaded, Office) == 3


async def test_any_mistake_leaves_everything_as_it_was(loaded: Sessions, content: Path) -> None:
    finance = content / "records" / "finance.yml"
    replace(finance, "amount_max: 5000000", "amount_max: 6000000")
    replace(content / "records" / "offices.yml", "city: Karachi", "city: Atlantis")
    report = await put(loaded, content)
    assert [fault.message for fault in report.errors] == ["city: there is no city 'Atlantis'"]
    assert (report.changed, report.unchanged) == ([], [])
    async with loaded() as session:
        assert (await session.get_one(Programme, "women-loan")).amount_max == 5_000_000


async def test_a_name_names_one_thing_only(loaded: Sessions, content: Path) -> None:
    replace(content / "records" / "finance.yml", "[sisters]", "[sisters, OPEN  Door]")
    report = await put(loaded, content)
    assert [str(fault).rpartition("finance.yml:")[2] for fault in report.errors] == [
        "25: 'OPEN  Door' already names open-loan"
    ]


async def test_a_topic_in_use_cannot_leave(loaded: Sessions, content: Path, tmp_path: Path) -> None:
    assert (await put(loaded, calendar(tmp_path, "one"))).ok
    (content / "sample-trainings.csv").unlink()
    topics = content / "topics.yml"
    kept, _, _ = topics.read_text(encoding="utf-8").partition("- id: bookkeeping")
    topics.write_text(kept, encoding="utf-8")
    report = await put(loaded, content)
    assert [fault.message for fault in report.errors] == [
        "training_event one in the database still refers to bookkeeping"
    ]


async def test_the_sample_is_marked(loaded: Sessions) -> None:
    async with loaded() as session:
        sample = await find_training(session, "sample-export")
    assert sample is not None
    assert sample.is_sample
    assert sample.title.ur == "Exporting for women"
    assert (sample.province, sample.venue, sample.seats) == (None, None, None)
    assert (sample.fee_pkr, sample.languages) == (0, ["en"])


async def test_production_refuses_the_sample(database_sessions: Sessions, content: Path) -> None:
    report = await put(database_sessions, content / "sample-trainings.csv", production=True)
    assert [fault.message for fault in report.errors] == [
        "the sample calendar is not loaded in production"
    ]
    report = await put(database_sessions, content, production=True)
    assert report.notices == ["the sample calendar is not loaded in production"]
    assert await count(database_sessions, TrainingEvent) == 0
    assert await count(database_sessions, Programme) == 6


async def test_production_removes_a_sample_that_is_there(loaded: Sessions, content: Path) -> None:
    report = await put(loaded, content, production=True)
    assert report.removed == ["training_event sample-books", "training_event sample-export"]


async def test_a_real_calendar_replaces_the_sample(
    loaded: Sessions, content: Path, tmp_path: Path
) -> None:
    report = await put(loaded, calendar(tmp_path, "one", "two"))
    assert report.added == ["training_event one", "training_event two"]
    assert report.removed == ["training_event sample-books", "training_event sample-export"]
    report = await put(loaded, content)
    assert report.notices == ["the sample calendar was left out: there is a real one"]
    assert await count(loaded, TrainingEvent) == 2


async def test_an_event_taken_off_the_calendar_leaves_unless_past(
    loaded: Sessions, tmp_path: Path
) -> None:
    await put(loaded, calendar(tmp_path, "past", starts="2026-03-01"))
    await put(loaded, calendar(tmp_path, "one", "two"))
    report = await put(loaded, calendar(tmp_path, "two"))
    assert report.removed == ["training_event one"]
    async with loaded() as session:
        assert await find_training(session, "past") is not None


async def test_cities_are_found_by_any_name(loaded: Sessions) -> None:
    async with loaded() as session:
        found = [await find_city(session, name) for name in ("لاہور", "LHR", "Lahore", "Paris")]
    assert [city and city.name for city in found] == ["Lahore", "Lahore", "Lahore", None]
