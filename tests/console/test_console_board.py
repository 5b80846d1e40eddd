"""The supervisors' board, as a browser sees it."""

from collections.abc import AsyncIterator

import pytest_asyncio
from console_desk import key_of
from helpline_office import HelplineOffice, opened

from bot.tables.staff import Role

WAITING = "web:11111111-1111-4111-8111-111111111111"


@pytest_asyncio.fixture
async def office(sqlite_url: str) -> AsyncIterator[HelplineOffice]:
    """The console without a programme database."""
    async with opened(sqlite_url) as office:
        yield office


async def test_the_board_shows_who_waits_and_who_is_at_work(office: HelplineOffice) -> None:
    await office.asks(WAITING, "Bilal")
    sana = await office.hire("Sana", teams=["general"])
    await office.online(sana)
    async with office.browser(await office.hire("Nida", Role.SUPERVISOR)) as nida:
        page = await nida.see("/board")
    assert page.status_code == 200
    assert '<div class="is-busy"><dt>Waiting</dt><dd>1</dd></div>' in page.text
    assert "<dt>Staff online</dt><dd>1</dd>" in page.text
    assert "Bilal" in page.text
    assert "is-online" in page.text
    assert "0/5" in page.text


async def test_htmx_gets_the_live_part_alone(office: HelplineOffice) -> None:
    async with office.browser(await office.hire(role=Role.SUPERVISOR)) as browser:
        part = await browser.see("/board", **{"HX-Request": "true"})
    assert part.text.startswith('\n<dl class="tiles">') or part.text.startswith("<dl")
    assert "<html" not in part.text


async def test_phones_in_names_are_masked_and_names_are_no_markup(office: HelplineOffice) -> None:
    await office.asks(WAITING, "<b>Bilal</b> 0300-1234567")
    async with office.browser(await office.hire(role=Role.SUPERVISOR)) as browser:
        page = await browser.see("/board")
    assert "&lt;b&gt;Bilal" in page.text
    assert "1234567" not in page.text


async def test_a_supervisor_gives_a_waiting_conversation_to_a_colleague(
    office: HelplineOffice,
) -> None:
    await office.asks(WAITING, "Bilal")
    sana = await office.hire("Sana")
    await office.online(sana)
    async with office.browser(await office.hire("Nida", Role.SUPERVISOR)) as nida:
        form = await nida.see(f"/board/reassign?conversation={key_of(WAITING)}")
        assert f'value="staff:{sana.id}"' in form.text
        assert "team:" not in form.text
        done = await nida.send(
            "/board/reassign", {"conversation": key_of(WAITING), "to": f"staff:{sana.id}"}
        )
    assert (done.status_code, done.headers["location"]) == (303, "/console/board")
    assert await office.owner(WAITING) == f"staff:{sana.id}"
    assert "conversation.assign" in await office.audit()


async def test_a_colleagues_conversation_goes_back_into_a_teams_queue(
    office: HelplineOffice,
) -> None:
    await office.asks(WAITING, "Bilal")
    sana = await office.hire("Sana")
    await office.online(sana)
    async with office.browser(await office.hire("Nida", Role.SUPERVISOR)) as nida:
        await nida.send(
            "/board/reassign", {"conversation": key_of(WAITING), "to": f"staff:{sana.id}"}
        )
        await nida.send("/board/reassign", {"conversation": key_of(WAITING), "to": "team:1"})
    assert await office.owner(WAITING) == "queued"


async def test_a_refused_change_says_why_and_changes_nothing(office: HelplineOffice) -> None:
    await office.asks(WAITING, "Bilal")
    sana = await office.hire("Sana")
    async with office.browser(await office.hire("Nida", Role.SUPERVISOR)) as nida:
        away = await nida.send(
            "/board/reassign", {"conversation": key_of(WAITING), "to": f"staff:{sana.id}"}
        )
        changed = await nida.send(
            "/board/reassign", {"conversation": key_of(WAITING), "to": "team:1"}
        )
        nobody = await nida.send(
            "/board/reassign", {"conversation": key_of(WAITING), "to": "staff:٧"}
        )
    assert (away.status_code, changed.status_code, nobody.status_code) == (409, 409, 422)
    assert "This colleague is not online" in away.text
    assert await office.owner(WAITING) == "queued"
    assert "conversation.assign" not in await office.audit()


async def test_agents_see_no_board_and_reassign_nothing(office: HelplineOffice) -> None:
    await office.asks(WAITING, "Bilal")
    sana = await office.hire("Sana")
    await office.online(sana)
    async with office.browser(sana) as browser:
        refused = [
            await browser.see("/board"),
            await browser.see(f"/board/reassign?conversation={key_of(WAITING)}"),
            await browser.send(
                "/board/reassign", {"conversation": key_of(WAITING), "to": f"staff:{sana.id}"}
            ),
        ]
    assert [each.status_code for each in refused] == [403, 403, 403]
    assert await office.owner(WAITING) == "queued"


async def test_the_board_comes_in_urdu(office: HelplineOffice) -> None:
    await office.asks(WAITING, "بلال")
    async with office.browser(await office.hire(role=Role.SUPERVISOR)) as browser:
        page = await browser.see("/board?lang=ur")
    assert 'dir="rtl"' in page.text
    assert "سب سے لمبا انتظار" in page.text
