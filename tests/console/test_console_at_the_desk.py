"""Who comes to the desk is there for people, and who goes leaves nobody waiting."""

import httpx
from console_desk import WEB, WHATSAPP, ConsoleDesk, key_of
from conversation_desk import Pane, owner
from sqlalchemy import select

from bot.handoff import Timekeeper, presence
from bot.handoff.limits import limits
from bot.staff.members import Member
from bot.tables.columns import now
from bot.tables.handoff import ConversationLabel


async def _is_online(office: ConsoleDesk, member: Member) -> bool:
    async with office.desk.store.write() as connection:
        grace = (await limits(connection)).span("staff_gone")
        return await presence.is_online(connection, member.id, now(), grace)


async def _opens(browser: httpx.AsyncClient) -> None:
    """The page that is open gives its first sign of life."""
    assert (await browser.post("/console/presence", data={})).status_code == 204


async def test_new_staff_are_online_once_their_console_is_open(console_desk: ConsoleDesk) -> None:
    sana = await console_desk.hire()
    assert not await _is_online(console_desk, sana)
    async with console_desk.browser(sana) as browser:
        await _opens(browser)
        assert await _is_online(console_desk, sana)
        assert '<option value="online" selected>' in (await browser.get("/console/inbox")).text


async def test_what_staff_chose_stays_over_the_next_login(console_desk: ConsoleDesk) -> None:
    sana = await console_desk.hire()
    for chosen in ("away", "offline"):
        async with console_desk.browser(sana) as browser:
            await browser.post("/console/availability", data={"availability": chosen})
        async with console_desk.browser(sana) as browser:
            await _opens(browser)
            page = (await browser.get("/console/inbox")).text
        assert f'<option value="{chosen}" selected>' in page
        assert not await _is_online(console_desk, sana)


async def test_who_logs_out_leaves_what_they_have_to_the_queue_at_once(
    any_console_desk: ConsoleDesk,
) -> None:
    office = any_console_desk
    sana, bilal = await office.hire(), await office.hire("Bilal")
    await office.waits(WEB)
    await office.waits(WHATSAPP)
    async with office.browser(bilal) as theirs, office.browser(sana) as browser:
        pairs = ((browser, WEB), (theirs, WHATSAPP))
        for client, name in pairs:
            assert (await Pane(client, name).act("claim")).status_code == 200
        for client, name in pairs:
            await client.post("/console/presence", data={"viewing": key_of(name)})
        # Nobody is given what comes back, so that it can be seen in the queue.
        await theirs.post("/console/availability", data={"availability": "away"})
        assert (await browser.post("/console/logout")).status_code == 303
    await Timekeeper(office.desk.store, office.desk.handoff.voice).tick()
    assert await owner(office, WEB) == "queued"
    assert await owner(office, WHATSAPP) == f"staff:{bilal.id}"
    assert not await _is_online(office, sana)


async def test_a_label_holds_nobodys_number(console_desk: ConsoleDesk) -> None:
    await console_desk.waits(WEB)
    async with console_desk.browser(await console_desk.hire()) as browser:
        shown = await Pane(browser, WEB).act("label", add="call 0300 1234567")
        assert "1234567" not in shown.text
    async with console_desk.desk.store.read() as session:
        assert list(await session.scalars(select(ConversationLabel.label))) == ["call •••67"]
