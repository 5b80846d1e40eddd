"""Programme cards that are attached to a reply, and files that people sent."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from console_desk import WEB, ConsoleDesk, key_of
from conversation_desk import Pane, noted, sends_file, told
from sqlalchemy import update

from bot.settings import Settings
from bot.tables import Media
from programmes.database import create_engine, sessions
from programmes.loading import load

ROOT = Path(__file__).parents[2]
PNG = b"\x89PNG\r\n\x1a\n0000"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Files of these tests stay out of the project's own folder."""
    monkeypatch.setattr(Settings, "media", property(lambda _: tmp_path / "media"))
    yield


async def _load_programmes(url: str) -> None:
    engine = create_engine(url)
    records = [ROOT / "data" / "programmes"]
    await load(sessions(engine), records, date(2026, 11, 23), False)
    await engine.dispose()


async def test_a_card_is_found_by_words_and_sent_with_source_and_date(
    console_desk: ConsoleDesk, sqlite_url: str
) -> None:
    await _load_programmes(sqlite_url)
    member = await console_desk.hire()
    await console_desk.waits(WEB)
    await console_desk.claim(WEB, member)
    async with console_desk.browser(member) as browser:
        found = await browser.get(
            "/console/cards", params={"q": "saaf", "conversation": key_of(WEB)}
        )
        assert 'data-card="sbp-saaf"' in found.text
        urdu = await browser.get("/console/cards", params={"q": "saaf", "language": "ur"})
        assert 'dir="rtl"' in urdu.text
        nothing = await browser.get("/console/cards", params={"q": "zzzz"})
        assert "No programme was found" in nothing.text
        await Pane(browser, WEB).act("reply", text="See below.", card=["sbp-saaf", "no-such"])
    (_, words), (_, card) = (await told(console_desk, WEB))[-2:]
    assert words == "See below."
    assert "Source: sbp.org.pk" in card
    assert "2026" in card


async def test_cards_of_a_conversation_are_not_told_to_strangers(
    console_desk: ConsoleDesk,
) -> None:
    stranger = await console_desk.hire("Omar", teams=("export",))
    await console_desk.waits(WEB)
    async with console_desk.browser(stranger) as browser:
        refused = await browser.get("/console/cards", params={"conversation": key_of(WEB)})
    assert refused.status_code == 403


async def test_a_file_opens_for_who_may_open_the_conversation_and_is_on_record(
    console_desk: ConsoleDesk,
) -> None:
    member = await console_desk.hire()
    stranger = await console_desk.hire("Omar", teams=("export",))
    await console_desk.waits(WEB)
    number = await sends_file(console_desk, WEB, PNG, "image/png")
    async with console_desk.browser(member) as browser:
        assert f'src="/console/media/{number}"' in (await Pane(browser, WEB).open()).text
        opened = await browser.get(f"/console/media/{number}")
        assert (await browser.get("/console/media/9999")).status_code == 404
    assert (opened.status_code, opened.content) == (200, PNG)
    assert opened.headers["content-type"] == "image/png"
    assert opened.headers["x-content-type-options"] == "nosniff"
    assert opened.headers["content-disposition"].startswith("inline")
    assert len(await noted(console_desk, "media.open")) == 1
    async with console_desk.browser(stranger) as browser:
        assert (await browser.get(f"/console/media/{number}")).status_code == 403


async def test_a_document_is_handed_out_as_a_file(console_desk: ConsoleDesk) -> None:
    member = await console_desk.hire()
    await console_desk.waits(WEB)
    number = await sends_file(console_desk, WEB, b"%PDF-1.7", "application/pdf")
    async with console_desk.browser(member) as browser:
        opened = await browser.get(f"/console/media/{number}")
    assert opened.headers["content-disposition"].startswith("attachment")


@pytest.mark.parametrize(
    "broken",
    [{"size": 3}, {"mime": "text/html"}, {"path": "../../escape"}, {"path": None}],
)
async def test_a_file_that_is_not_what_was_checked_is_not_given_out(
    console_desk: ConsoleDesk, broken: dict[str, object], tmp_path: Path
) -> None:
    member = await console_desk.hire()
    await console_desk.waits(WEB)
    number = await sends_file(console_desk, WEB, PNG, "image/png")
    (tmp_path / "escape").write_bytes(PNG)
    async with console_desk.desk.store.write() as connection:
        await connection.execute(update(Media).where(Media.id == number).values(**broken))
    async with console_desk.browser(member) as browser:
        assert (await browser.get(f"/console/media/{number}")).status_code == 404
