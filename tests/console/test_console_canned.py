"""Canned answers: what administrators keep, and what `/` brings up."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from console_desk import key_of
from helpline_office import STARTER, HelplineOffice, opened
from sqlalchemy import Connection

from bot.console.canned import answers, starting
from bot.console.canned.variables import fill, is_unfilled, unknown_in
from bot.handoff.errors import BadHelplineFile
from bot.store import Store
from bot.tables.canned import canned_table
from bot.tables.staff import Role
from programmes.database import Base, create_engine, upgrade

TALK = "web:22222222-2222-4222-8222-222222222222"
TEXTS = {
    "en": "Good luck, {name}!",
    "ur": "{name}، نیک تمنائیں!",
    "roman_ur": "Nek tamannain, {name}!",
}


@pytest_asyncio.fixture
async def office(sqlite_url: str) -> AsyncIterator[HelplineOffice]:
    """The console with the starter answers."""
    async with opened(sqlite_url) as office:
        yield office


def test_only_known_variables_are_filled_and_the_rest_stays() -> None:
    assert fill("{name}: {reference}", {"name": "Bilal"}) == "Bilal: {reference}"
    assert fill("{name}", {"name": "{reference}"}) == "{reference}"
    assert unknown_in("{name} {amount}") == ("amount",)
    assert is_unfilled("Your number is {reference}.")
    assert not is_unfilled("In {braces} of their own.")


async def test_starter_answers_are_loaded_once(office: HelplineOffice) -> None:
    async with office.store.write() as connection:
        before = await answers.everything(connection)
        await answers.remove(connection, before[0].id)
        await starting.load(connection, STARTER)
        assert len(await answers.everything(connection)) == len(before) - 1


async def test_a_broken_starter_file_is_named(office: HelplineOffice, tmp_path: Path) -> None:
    (tmp_path / "canned.yml").write_text(
        "- {shortcut: fee, en: 'Pay {amount}', ur: ا, roman_ur: a}", encoding="utf-8"
    )
    async with office.store.write() as connection:
        await connection.execute(canned_table.delete())
        with pytest.raises(BadHelplineFile, match=r"canned\.yml: fee: unknown_variable"):
            await starting.load(connection, tmp_path)


async def test_the_picker_fills_in_what_the_conversation_tells(office: HelplineOffice) -> None:
    sana = await office.hire("Sana")
    await office.person(TALK, "Bilal")
    async with office.browser(await office.hire("Nida", Role.SUPERVISOR)) as browser:
        part = await browser.see(f"/canned?q=/salam&language=en&conversation={key_of(TALK)}")
        missing = await browser.see(f"/canned?q=reference&conversation={key_of(TALK)}")
    assert 'data-text="Assalam-o-alaikum Bilal, this is Nida from the helpline.' in part.text
    assert "Something in braces" not in part.text
    assert "{reference}" in missing.text
    assert "Something in braces" in missing.text
    async with office.browser(sana) as browser:
        assert (await browser.see("/canned?q=salam")).status_code == 200
        assert (
            await browser.see(f"/canned?q=salam&conversation={key_of(TALK)}")
        ).status_code == 403


async def test_answers_are_found_by_words_of_every_language(office: HelplineOffice) -> None:
    async with office.browser(await office.hire()) as browser:
        urdu = await browser.see("/canned?q=شناختی کارڈ&language=ur")
        nothing = await browser.see("/canned?q=xyzzy")
    assert "/no-documents" in urdu.text
    assert 'lang="ur" dir="rtl"' in urdu.text
    assert "No canned answer has these words." in nothing.text


async def test_an_administrator_adds_changes_and_removes_an_answer(
    office: HelplineOffice,
) -> None:
    async with office.browser(await office.hire(role=Role.ADMINISTRATOR)) as browser:
        added = await browser.send("/admin/canned/new", {"shortcut": "/luck", **TEXTS})
        assert added.status_code == 303
        async with office.store.write() as connection:
            (kept,) = await answers.found(connection, "luck")
        path = f"/admin/canned/{kept.id}"
        await browser.send(path, {"shortcut": "luck", **TEXTS, "en": "All the best!\r\nBye"})
        assert "All the best!\nBye" in (await browser.see(path)).text
        await browser.send(f"{path}/remove")
    async with office.store.write() as connection:
        assert not await answers.found(connection, "luck")
    assert [each for each in await office.audit() if each.startswith("canned.")] == [
        "canned.added",
        "canned.changed",
        "canned.removed",
    ]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"shortcut": "Good luck"}, "A shortcut has small Latin letters"),
        ({"shortcut": "salam"}, "Another answer has this shortcut."),
        ({"ur": " "}, "A text is missing"),
        ({"en": "x" * 1501}, "A text is missing in one of the languages, or longer"),
        ({"en": "Pay {amount}"}, "Only the variables below"),
    ],
)
async def test_a_bad_answer_is_refused_and_what_was_typed_stays(
    office: HelplineOffice, changed: dict[str, str], told: str
) -> None:
    async with office.browser(await office.hire(role=Role.ADMINISTRATOR)) as browser:
        page = await browser.send("/admin/canned/new", {"shortcut": "luck", **TEXTS, **changed})
    assert page.status_code in (409, 422)
    assert told in page.text
    assert "Nek tamannain, {name}!" in page.text


async def test_migrations_build_the_table(empty_database_url: str) -> None:
    def differences(connection: Connection) -> list[object]:
        def ours(thing: object, name: str | None, kind: str, *_: object) -> bool:
            table = thing if kind == "table" else getattr(thing, "table", None)
            return getattr(table, "name", None) == canned_table.name

        context = MigrationContext.configure(connection, opts={"include_object": ours})
        return list(compare_metadata(context, Base.metadata))

    await upgrade(empty_database_url)
    engine = create_engine(empty_database_url)
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    async with Store(engine).write() as connection:
        await starting.load(connection, STARTER)
        assert await answers.everything(connection)
    await engine.dispose()
