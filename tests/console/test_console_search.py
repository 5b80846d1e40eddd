"""Search finds by words, by reference and by phone, and only what one may open."""

import pytest
from console_desk import TELEGRAM, WEB, WHATSAPP, ConsoleDesk
from sqlalchemy import insert

from bot.console.search import phone_digits
from bot.tables.columns import now
from programmes.models import Ticket


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("0300-1234567", "001234567"),
        ("+92 300 1234567", "001234567"),
        ("0092 (300) 123\u20114567", "001234567"),
        ("۰۳۰۰۱۲۳۴۵۶۷", "001234567"),
        ("TR-7K2M9", None),
        ("12345", None),
        ("loan 2024", None),
    ],
)
def test_a_phone_number_is_known_however_it_is_written(written: str, digits: str | None) -> None:
    assert phone_digits(written) == digits


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("documents", {"alpha"}),
        ("DOCUMENTS alpha", {"alpha"}),
        ("documents omega", set()),
        ("100%", set()),
        ("Ayesha", {"omega"}),
        ("0300 1234567", {"omega"}),
        ("TR-7K2M9", {"alpha"}),
        ("tr7k2m9", {"alpha"}),
        ("nothing like it", set()),
    ],
)
async def test_conversations_are_found(console_desk: ConsoleDesk, q: str, found: set[str]) -> None:
    sana = await console_desk.hire()
    await console_desk.waits(WEB, "alpha: which documents?")
    await console_desk.waits(WHATSAPP, "omega", name="Ayesha Khan")
    await _ticket(console_desk, WEB)
    async with console_desk.browser(sana) as browser:
        page = (await browser.get("/console/inbox/all", params={"q": q})).text
        entries = page.partition('id="inbox-list"')[2]
    assert {each for each in ("alpha", "omega") if each in entries} == found


async def test_what_one_may_not_open_is_not_found(console_desk: ConsoleDesk) -> None:
    bilal = await console_desk.hire("Bilal", teams=("export",))
    await console_desk.waits(WHATSAPP, "secret plans", name="Ayesha")
    await console_desk.person(TELEGRAM, "secret plans")
    async with console_desk.browser(bilal) as browser:
        for view in ("queue", "mine", "team", "all", "closed"):
            for q in ("secret", "0300 1234567", "Ayesha"):
                page = await browser.get(f"/console/inbox/{view}", params={"q": q})
                assert "data-entry" not in page.text


async def test_a_search_is_written_down_without_its_words(console_desk: ConsoleDesk) -> None:
    sana = await console_desk.hire()
    async with console_desk.browser(sana) as browser:
        await browser.get("/console/inbox/all", params={"q": "0300 1234567"})
    assert "conversation.search" in await console_desk.audit()


async def _ticket(console_desk: ConsoleDesk, conversation_id: str) -> None:
    row = {"reference": "TR-7K2M9", "kind": "training", "conversation_id": conversation_id}
    row |= {"summary": {}, "idempotency_key": "k", "status": "open", "created_at": now()}
    async with console_desk.desk.store.write() as connection:
        await connection.execute(insert(Ticket).values(row))
