"""The console names conversations by keys; an id, which may hold a phone number, leaves it never."""

import asyncio
import re

import httpx
import pytest
from console_desk import WHATSAPP, ConsoleDesk, key_of
from conversation_desk import FRAGMENT, Pane, noted
from sqlalchemy import insert, select

from bot.console.live import Watcher
from bot.console.live_events import Event
from bot.console.live_marks import Mark
from bot.tables import ChannelIdentity, Conversation
from bot.tables.columns import now
from bot.tables.staff import AuditEntry, Role

PHONE = WHATSAPP.partition(":")[2]
USERNAME = "ayesha.khan.sargodha"
PARTS = ("", "head", "viewers", "composer", "timeline", "history")
LISTS = ("queue", "mine", "team", "all", "closed")


def leaks(answer: httpx.Response) -> bool:
    """Whether the id, or the number in any form, stands in an answer or its headers."""
    whole = f"{answer.headers} {answer.text}"
    return bool(PHONE in re.sub(r"[ \-]", "", whole) or PHONE[2:] in whole or "%3A" in whole)


async def _talk(office: ConsoleDesk) -> None:
    await office.waits(WHATSAPP, "My shop needs a loan", name="Ayesha Khan")
    async with office.desk.store.write() as connection:
        person = select(Conversation.person_id).where(Conversation.id == WHATSAPP)
        row = {"channel": "whatsapp", "kind": "username", "value": USERNAME, "created_at": now()}
        row |= {"person_id": (await connection.execute(person)).scalar_one()}
        await connection.execute(
            insert(ChannelIdentity).values(row | {"conversation_id": WHATSAPP})
        )


async def _everything(browser: httpx.AsyncClient) -> list[httpx.Response]:
    """All that a browser is given that has to do with the conversation."""
    pane, named = Pane(browser, WHATSAPP), {"conversation": key_of(WHATSAPP)}
    pages = [await pane.page()]
    pages += [await pane.open(part, before=99) for part in PARTS]
    pages += [await browser.get(f"/console/inbox/{name}") for name in LISTS]
    pages += [await browser.get("/console/inbox/all", params={"q": "loan"}, headers=FRAGMENT)]
    pages += [await browser.get(f"/console/{each}", params=named) for each in ("cards", "canned")]
    pages += [await browser.get("/console/board/reassign", params=named)]
    pages += [await browser.get("/console/board"), await browser.get("/console/admin/audit")]
    return pages


async def test_who_only_may_look_finds_neither_phone_nor_id(console_desk: ConsoleDesk) -> None:
    await _talk(console_desk)
    async with console_desk.browser(await console_desk.hire()) as browser:
        pages = await _everything(browser)
        pages += [await browser.post(f"/console/conversations/{key_of(WHATSAPP)}/claim")]
    assert [page.status_code for page in pages[:4]] == [200] * 4
    assert [str(page.url) for page in pages if leaks(page)] == []
    assert not any(USERNAME in page.text for page in pages)


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMINISTRATOR])
async def test_who_may_see_the_person_finds_the_phone_there_and_the_id_nowhere(
    console_desk: ConsoleDesk, role: Role
) -> None:
    await _talk(console_desk)
    async with console_desk.browser(await console_desk.hire(role=role, teams=())) as browser:
        pages = await _everything(browser)
    assert f"+{PHONE}" in pages[0].text
    assert USERNAME in pages[0].text
    assert not any(WHATSAPP in page.text for page in pages)
    assert [str(page.url) for page in pages[7:] if leaks(page)] == []


async def test_the_record_and_the_stream_name_the_key(console_desk: ConsoleDesk) -> None:
    await _talk(console_desk)
    sana = await console_desk.hire()
    live = console_desk.desk.live
    async with console_desk.browser(sana) as browser, live.watch(sana) as watcher:
        pane = Pane(browser, WHATSAPP)
        await pane.open()
        for action, form in (("claim", {}), ("note", {"text": "x"}), ("label", {"add": "y"})):
            assert (await pane.act(action, **form)).status_code == 200
        beat = {"viewing": key_of(WHATSAPP), "typing": "1"}
        await browser.post("/console/presence", data=beat)
        await console_desk.says(WHATSAPP, "Are you there?")
        told = await _until(watcher, {"message", "owner", "presence"})
    told += await live.since(Mark(0, 0), sana) or []
    found = [each for each in await _entries(console_desk) if each.object_kind == "conversation"]
    assert {each.object_id for each in found} == {key_of(WHATSAPP)}
    assert not any(PHONE in str(each.details) for each in found)
    named = [each.data["conversation"] for each in told if "conversation" in each.data]
    assert set(named) == {key_of(WHATSAPP)}
    assert not any(PHONE in str(each.data) for each in told)


async def test_an_id_opens_nothing(console_desk: ConsoleDesk) -> None:
    await _talk(console_desk)
    wrong = (WHATSAPP, PHONE, "x", "A" * 16, "A" * 5000, "%00" * 16, f"{key_of(WHATSAPP)}%0A")
    async with console_desk.browser(await console_desk.hire(role=Role.SUPERVISOR)) as browser:
        for name in wrong:
            for part in ("", "/timeline"):
                page = await browser.get(f"/console/conversations/{name}{part}")
                assert page.status_code == 404, name[:40]
        for path in ("cards", "canned", "board/reassign"):
            page = await browser.get(f"/console/{path}", params={"conversation": WHATSAPP})
            assert page.status_code == 404, path
        form = {"conversation": WHATSAPP, "to": "team:1"}
        assert (await browser.post("/console/board/reassign", data=form)).status_code == 404
        assert (await browser.post("/console/presence", data={"viewing": "\0"})).status_code == 204
    assert not await noted(console_desk, "conversation.open")


async def test_who_is_not_logged_in_does_not_learn_which_keys_there_are(
    console_desk: ConsoleDesk,
) -> None:
    await _talk(console_desk)
    async with console_desk.browser(await console_desk.hire()) as browser:
        browser.cookies.clear()
        for key in (key_of(WHATSAPP), "A" * 16):
            page = await browser.get(f"/console/conversations/{key}", headers=FRAGMENT)
            assert page.status_code == 401


async def _until(watcher: Watcher, names: set[str]) -> list[Event]:
    """What a stream is told until each of these was."""
    told: list[Event] = []
    async with asyncio.timeout(5):
        while not names <= {each.name for each in told}:
            event = await watcher.events.get()
            assert event is not None
            told.append(event)
    return told


async def _entries(office: ConsoleDesk) -> list[AuditEntry]:
    async with office.desk.store.read() as session:
        return list(await session.scalars(select(AuditEntry)))


@pytest.mark.parametrize("number", [str(2**31), str(2**63), "9" * 30])
async def test_numbers_that_no_row_has_are_refused(console_desk: ConsoleDesk, number: str) -> None:
    await _talk(console_desk)
    talk = f"/console/conversations/{key_of(WHATSAPP)}"
    nadia = await console_desk.hire("Nadia", Role.ADMINISTRATOR)
    async with console_desk.browser(nadia) as browser:
        pages = [
            await browser.get(f"{talk}/timeline", params={"first": number}),
            await browser.get(f"{talk}/history", params={"before": number}),
            await browser.post(f"{talk}/read", data={"position": number}),
            await browser.get(f"/console/media/{number}"),
            await browser.get(f"/console/admin/staff/{number}"),
            await browser.get("/console/admin/audit", params={"staff": number}),
            await browser.get("/console/admin/audit", params={"before": number}),
            await browser.post(
                "/console/board/reassign",
                data={"conversation": key_of(WHATSAPP), "to": f"staff:{number}"},
            ),
        ]
    assert all(page.status_code in (200, 404, 422) for page in pages)
