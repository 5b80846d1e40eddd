"""The conversation's pane: what it shows, to whom, and that every look is on record."""

from console_desk import WEB, WHATSAPP, ConsoleDesk, key_of
from conversation_desk import Pane, deliver, last_message, noted

from bot.handoff import notes
from bot.messages import BotMessage, Button
from bot.outbox import post
from bot.tables.columns import now
from bot.tables.staff import Role

SECRET = "My CNIC is 35202-1234567-1, call 0300-7654321"


async def test_the_pane_shows_who_said_what_with_buttons_and_brief(
    any_console_desk: ConsoleDesk,
) -> None:
    member = await any_console_desk.hire()
    await any_console_desk.waits(WEB, "I need a loan", name="Bilal")
    async with any_console_desk.desk.store.write() as connection:
        buttons = (Button("Documents", "/ask"),)
        await post(connection, WEB, [BotMessage("Here it is", buttons)], "assistant", "en")
    async with any_console_desk.browser(member) as browser:
        shown = (await Pane(browser, WEB).open()).text
    for expected in ("Bilal", "I need a loan", "from-user", "from-assistant", "Documents"):
        assert expected in shown
    assert "asked for a person" in shown
    assert "<html" not in shown


async def test_a_browser_gets_the_page_around_it(console_desk: ConsoleDesk) -> None:
    member = await console_desk.hire()
    await console_desk.waits(WEB)
    async with console_desk.browser(member) as browser:
        page = await Pane(browser, WEB).page()
    assert page.text.startswith("<!doctype html>")
    assert f'data-conversation="{key_of(WEB)}"' in page.text


async def test_what_people_write_is_never_markup(console_desk: ConsoleDesk) -> None:
    member = await console_desk.hire(role=Role.SUPERVISOR)
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    await console_desk.waits(WEB, f"{evil} https://example.pk/a?b=1&c=2.", name=evil)
    async with console_desk.desk.store.write() as connection:
        await notes.write_note(connection, WEB, evil, member.id, now())
        await notes.add_label(connection, WEB, evil, member.id, now())
    async with console_desk.browser(member) as browser:
        shown = (await Pane(browser, WEB).open()).text
    assert "<script>" not in shown
    assert "<img" not in shown
    link = '<a href="https://example.pk/a?b=1&amp;c=2" rel="noopener nofollow noreferrer"'
    assert link in shown


async def test_links_that_are_not_https_stay_text(console_desk: ConsoleDesk) -> None:
    member = await console_desk.hire(role=Role.SUPERVISOR)
    await console_desk.waits(WEB, "javascript:alert(1) http://example.pk")
    async with console_desk.browser(member) as browser:
        shown = (await Pane(browser, WEB).open("timeline")).text
    assert "<a " not in shown


async def test_only_owner_and_supervisor_see_personal_details_in_full(
    console_desk: ConsoleDesk,
) -> None:
    member, chief = await console_desk.hire(), await console_desk.hire("Chief", Role.SUPERVISOR)
    await console_desk.waits(WHATSAPP, SECRET)
    async with console_desk.browser(member) as browser:
        waiting = (await Pane(browser, WHATSAPP).open()).text
        assert "35202-1234567-1" not in waiting
        assert "7654321" not in waiting
        assert ">+923001234567<" not in waiting
        assert not await noted(console_desk, "person.see")
        await console_desk.claim(WHATSAPP, member)
        own = (await Pane(browser, WHATSAPP).open()).text
    assert "35202-1234567-1" in own
    assert "+923001234567" in own
    assert [each.staff_id for each in await noted(console_desk, "person.see")] == [member.id]
    async with console_desk.browser(chief) as browser:
        assert "35202-1234567-1" in (await Pane(browser, WHATSAPP).open()).text
    assert [each.staff_id for each in await noted(console_desk, "person.see")][-1] == chief.id


async def test_an_agent_of_another_team_is_refused_every_part(console_desk: ConsoleDesk) -> None:
    stranger = await console_desk.hire("Omar", teams=("export",))
    await console_desk.waits(WEB)
    async with console_desk.browser(stranger) as browser:
        pane = Pane(browser, WEB)
        for part in ("", "head", "viewers", "composer", "timeline"):
            assert (await pane.open(part)).status_code == 403
        assert (await pane.open("history", before=5)).status_code == 403
        assert (await pane.act("read", position=1)).status_code == 403
    assert not await noted(console_desk, "conversation.open")


async def test_a_conversation_that_is_not_there_is_not_found(console_desk: ConsoleDesk) -> None:
    member = await console_desk.hire(role=Role.SUPERVISOR)
    async with console_desk.browser(member) as browser:
        assert (await Pane(browser, "web:none").open()).status_code == 404


async def test_every_look_is_on_record_and_its_parts_are_the_same_look(
    console_desk: ConsoleDesk,
) -> None:
    member = await console_desk.hire()
    await console_desk.waits(WEB)
    async with console_desk.browser(member) as browser:
        pane = Pane(browser, WEB)
        await pane.open("timeline")
        await pane.open("timeline")
        assert len(await noted(console_desk, "conversation.open")) == 1
        await pane.open()
        await pane.open()
    looks = await noted(console_desk, "conversation.open")
    assert [(each.staff_id, each.object_id) for each in looks] == [(member.id, key_of(WEB))] * 3


async def test_ticks_tell_what_became_of_a_message_and_why_it_failed(
    console_desk: ConsoleDesk,
) -> None:
    member = await console_desk.hire()
    await console_desk.waits(WHATSAPP)
    await console_desk.claim(WHATSAPP, member)
    async with console_desk.browser(member) as browser:
        pane = Pane(browser, WHATSAPP)
        await pane.act("reply", text="One")
        await deliver(console_desk, await last_message(console_desk, WHATSAPP), "read")
        await pane.act("reply", text="Two")
        newest = await last_message(console_desk, WHATSAPP)
        await deliver(console_desk, newest, "failed", error_code="131026", error="Undeliverable")
        shown = (await pane.open("timeline")).text
    assert "is-read" in shown
    assert "is-failed" in shown
    assert "Undeliverable" in shown


async def test_a_long_history_is_read_page_by_page(console_desk: ConsoleDesk) -> None:
    member = await console_desk.hire(role=Role.SUPERVISOR)
    await console_desk.person(WEB, "word-1")
    for number in range(2, 101):
        await console_desk.says(WEB, f"word-{number}.")
    async with console_desk.browser(member) as browser:
        pane = Pane(browser, WEB)
        newest = (await pane.open()).text
        assert "word-100." in newest
        assert "word-20." not in newest
        assert "history?before=21" in newest
        earlier = (await pane.open("history", before=21)).text
        assert "word-20." in earlier
        assert "word-21." not in earlier
        assert "history?before" not in earlier
        same = (await pane.open("timeline", first=21)).text
    assert "word-21." in same
    assert "word-20." not in same


async def test_the_pane_speaks_urdu(console_desk: ConsoleDesk) -> None:
    member = await console_desk.hire()
    await console_desk.waits(WEB)
    async with console_desk.browser(member) as browser:
        page = await browser.get(f"/console/conversations/{key_of(WEB)}", params={"lang": "ur"})
    assert 'dir="rtl"' in page.text
    assert "یہ گفتگو سنبھالیں" in page.text


async def test_what_was_read_is_no_news(any_console_desk: ConsoleDesk) -> None:
    member = await any_console_desk.hire()
    await any_console_desk.waits(WEB)
    async with any_console_desk.browser(member) as browser:
        assert (await Pane(browser, WEB).act("read", position=9999)).status_code == 204
        assert "data-view" in (await browser.get("/console/inbox/queue")).text
