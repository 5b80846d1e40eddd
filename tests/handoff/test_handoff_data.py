"""Sentences, starter data and tables."""

from pathlib import Path
from string import Formatter

import pytest
import yaml
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from helpline import Helpline
from sqlalchemy import Connection, select, update

from bot.handoff import starting, teams
from bot.handoff.errors import BadHelplineFile
from bot.handoff.limits import NAMES, Limits, limits
from bot.handoff.routing import Subject
from bot.handoff.words import SENTENCES
from bot.tables import handoff as tables
from bot.tables import teams as more_tables
from bot.tables.teams import Team
from locales import LANGUAGES
from programmes.database import Base, create_engine, upgrade

DATA = Path(__file__).parents[2] / "data" / "helpline"
PROGRAMMES = DATA.parent / "programmes"
OURS = {
    table
    for module in (tables, more_tables)
    for table in (getattr(value, "__tablename__", None) for value in vars(module).values())
    if table
}


def sentences(language: str) -> dict[str, str]:
    tree = yaml.safe_load((SENTENCES / f"{language}.yml").read_text(encoding="utf-8"))
    return {f"{group}.{key}": text for group, keys in tree.items() for key, text in keys.items()}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_things(language: str) -> None:
    english, other = sentences("en"), sentences(language)
    assert other.keys() == english.keys()
    for key, text in english.items():
        assert placeholders(other[key]) == placeholders(text), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_fit_on_a_button(language: str) -> None:
    for key, text in sentences(language).items():
        assert not key.startswith("button.") or len(text) <= 20


def test_the_limits_file_holds_every_limit_at_its_default() -> None:
    values = yaml.safe_load((DATA / "limits.yml").read_text(encoding="utf-8"))
    assert values == {name: getattr(Limits(), name) for name in NAMES}


def test_teams_and_hours_name_only_what_the_programme_database_has() -> None:
    def ids(name: str) -> set[str]:
        items = yaml.safe_load((PROGRAMMES / name).read_text(encoding="utf-8"))
        return {item.get("id") or item["name"] for item in items}

    items = yaml.safe_load((DATA / "teams.yml").read_text(encoding="utf-8"))
    offices = ids("records/offices.yml")
    domain = yaml.safe_load((DATA.parents[1] / "domain.yml").read_text(encoding="utf-8"))
    intents = {next(iter(each)) if isinstance(each, dict) else each for each in domain["intents"]}
    for team in items:
        assert set(team.get("topics", ())) <= ids("topics.yml")
        assert set(team.get("segments", ())) <= ids("segments.yml")
        assert set(team.get("provinces", ())) <= ids("provinces.yml")
        assert set(team.get("intents", ())) <= intents
        assert team["office"] in offices
    hours = yaml.safe_load((DATA / "hours.yml").read_text(encoding="utf-8"))
    assert set(hours["offices"]) <= offices


async def test_starter_data_fills_only_what_is_empty(any_helpline: Helpline) -> None:
    async with any_helpline.write() as connection:
        await starting.load(connection, DATA)
        await connection.execute(
            update(Team).where(Team.key == "women").values(assignment="manual")
        )
        await starting.load(connection, DATA)
        keys = (await connection.execute(select(Team.key, Team.assignment))).all()
        assert len(keys) == len({row.key for row in keys}) == 6
        assert ("women", "manual") in [tuple(row) for row in keys]
        assert await limits(connection) == Limits()
        for subject, key in {
            Subject(topics=("loan",)): "finance",
            Subject(topics=("loan",), segment="women"): "women",
            Subject(intent="register_training"): "training",
            Subject(province="Sindh"): "regional",
            Subject(): "general",
        }.items():
            team_id = await teams.team_for(connection, subject)
            assert team_id is not None
            assert (await teams.team_of(connection, team_id)).key == key


async def test_a_broken_file_is_named_and_nothing_is_loaded(
    helpline: Helpline, tmp_path: Path
) -> None:
    for name in ("teams.yml", "hours.yml", "limits.yml"):
        (tmp_path / name).write_text((DATA / name).read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "limits.yml").write_text("patience: 5", encoding="utf-8")
    async with helpline.write() as connection:
        with pytest.raises(BadHelplineFile, match=r"limits\.yml: patience"):
            await starting.load(connection, tmp_path)
        assert (await connection.execute(select(Team.id))).all() == []


async def test_hours_of_a_file_are_read_in_pakistans_time(
    helpline: Helpline, tmp_path: Path
) -> None:
    from bot.handoff.calendar import calendar_of

    for name in ("teams.yml", "limits.yml"):
        (tmp_path / name).write_text((DATA / name).read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "hours.yml").write_text(
        "offices: {x: [{days: [monday], opens: 9:00, closes: '17:30'}]}\n"
        "days: [{day: 2026-12-25, is_open: true}]",
        encoding="utf-8",
    )
    async with helpline.write() as connection:
        await starting.load(connection, tmp_path)
        calendar = await calendar_of(connection, "x")
        assert calendar.is_open(helpline.now)
        assert not calendar.is_open(helpline.now.replace(hour=13))
        assert not (await calendar_of(connection, "y")).is_known


def _differences(connection: Connection) -> list[object]:
    def ours(thing: object, name: str | None, kind: str, *_: object) -> bool:
        table = thing if kind == "table" else getattr(thing, "table", None)
        return getattr(table, "name", None) in OURS

    context = MigrationContext.configure(connection, opts={"include_object": ours})
    return list(compare_metadata(context, Base.metadata))


async def test_the_migration_builds_what_the_tables_say(empty_database_url: str) -> None:
    await upgrade(empty_database_url)
    engine = create_engine(empty_database_url)
    async with engine.connect() as connection:
        assert await connection.run_sync(_differences) == []
    await engine.dispose()
