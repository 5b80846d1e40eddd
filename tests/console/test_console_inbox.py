"""The inbox shows everybody what is theirs to see, and nothing personal in full."""

import pytest
from console_desk import TELEGRAM, WEB, WHATSAPP, ConsoleDesk, key_of

from bot.console.reading import read_up_to
from bot.staff.permissions import Action, allowed
from bot.tables.columns import now
from bot.tables.staff import Role


async def test_the_console_begins_with_what_one_has_else_with_the_queue(
    console_desk: ConsoleDesk,
) -> None:
    sana = await console_desk.hire()
    await console_desk.waits(WEB, "I need a loan")
    async with console_desk.browser(sana) as browser:
        home = await browser.get("/console")
        assert home.headers["location"] == "/console/inbox"
        assert 'data-view="queue"' in (await browser.get("/console/inbox")).text
        await console_desk.claim(WEB, sana)
        assert 'data-view="mine"' in (await browser.get("/console/inbox")).text


async def test_who_waits_for_another_team_is_not_shown(console_desk: ConsoleDesk) -> None:
    bilal = await console_desk.hire("Bilal", teams=("export",))
    await console_desk.waits(WEB, "secret plans", name="Ayesha")
    async with console_desk.browser(bilal) as browser:
        for view in ("queue", "mine", "team", "all", "closed"):
            page = await browser.get(f"/console/inbox/{view}")
            assert page.status_code == 200
            assert "secret plans" not in page.text
            assert "Ayesha" not in page.text


async def test_a_colleagues_conversation_stands_in_the_teams_list_without_words(
    console_desk: ConsoleDesk,
) -> None:
    sana, bilal = await console_desk.hire(), await console_desk.hire("Bilal")
    await console_desk.waits(WHATSAPP, "secret plans", name="Ayesha")
    await console_desk.claim(WHATSAPP, bilal)
    async with console_desk.browser(sana) as browser:
        page = (await browser.get("/console/inbox/team")).text
    assert "Bilal" in page
    assert "secret plans" not in page
    assert "Ayesha" not in page
    assert WHATSAPP not in page
    assert "923001234567" not in page


async def test_numbers_and_addresses_are_masked_in_the_list(console_desk: ConsoleDesk) -> None:
    sana = await console_desk.hire()
    text = "0300-1234567, 35202-1234567-1, ayesha@example.com"
    await console_desk.waits(WEB, text, name="Ayesha 03217654321")
    async with console_desk.browser(sana) as browser:
        page = (await browser.get("/console/inbox/queue")).text
    assert "Ayesha" in page
    for personal in ("1234567", "35202", "ayesha@example", "03217654321"):
        assert personal not in page


async def test_what_people_write_is_never_markup(console_desk: ConsoleDesk) -> None:
    sana = await console_desk.hire()
    await console_desk.waits(
        WEB, "<script>alert(1)</script>", name='"><img src=x onerror=alert(1)>'
    )
    async with console_desk.browser(sana) as browser:
        page = (await browser.get("/console/inbox/queue")).text
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in page


async def test_unread_messages_are_counted_until_they_are_read(console_desk: ConsoleDesk) -> None:
    sana = await console_desk.hire()
    await console_desk.waits(WEB, "one")
    await console_desk.says(WEB, "two")
    async with console_desk.browser(sana) as browser:
        assert "2 unread" in (await browser.get("/console/inbox/queue")).text
        async with console_desk.desk.store.write() as connection:
            await read_up_to(connection, WEB, sana.id, 99, now())
            await read_up_to(connection, WEB, sana.id, 1, now())
        assert "unread" not in (await browser.get("/console/inbox/queue")).text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("channel=telegram", {"omega"}),
        ("language=ur", {"omega"}),
        ("channel=web&language=ur", set()),
        ("waiting=longest", {"alpha", "omega"}),
    ],
)
async def test_a_list_is_narrowed(console_desk: ConsoleDesk, query: str, found: set[str]) -> None:
    sana = await console_desk.hire()
    await console_desk.waits(WEB, "alpha")
    await console_desk.waits(TELEGRAM, "omega", language="ur")
    async with console_desk.browser(sana) as browser:
        page = (await browser.get(f"/console/inbox/queue?{query}")).text
    assert {each for each in ("alpha", "omega") if each in page} == found


async def test_htmx_gets_the_list_alone(console_desk: ConsoleDesk) -> None:
    sana = await console_desk.hire()
    async with console_desk.browser(sana) as browser:
        part = (await browser.get("/console/inbox/queue", headers={"HX-Request": "true"})).text
    assert "<html" not in part
    assert 'id="inbox-list"' in part


async def test_a_supervisor_sees_all_and_who_has_it(console_desk: ConsoleDesk) -> None:
    nadia = await console_desk.hire("Nadia", Role.SUPERVISOR, teams=())
    await console_desk.person(WEB, "to the assistant")
    await console_desk.waits(TELEGRAM, "to the staff")
    async with console_desk.browser(nadia) as browser:
        page = (await browser.get("/console/inbox/all")).text
    assert "to the assistant" in page
    assert "to the staff" in page


async def test_the_list_and_the_rule_of_access_agree(console_desk: ConsoleDesk) -> None:
    from bot.console.inbox_filters import Filters, View
    from bot.console.inbox_reading import inbox
    from bot.console.visibility import facts_of_all

    people = [await console_desk.hire(name) for name in ("Sana", "Bilal")]
    people += [await console_desk.hire("Chaudhry", teams=("export",))]
    people += [await console_desk.hire("Nadia", Role.SUPERVISOR, teams=())]
    await console_desk.waits(WEB)
    await console_desk.waits(TELEGRAM)
    await console_desk.claim(TELEGRAM, people[0])
    await console_desk.person(WHATSAPP, "to the assistant")
    async with console_desk.desk.store.read() as session:
        facts = await facts_of_all(session, [WEB, TELEGRAM, WHATSAPP])
        for member in people:
            listed = await inbox(session, View.ALL, Filters(), member)
            shown = {each.key for each in listed.entries}
            may_open = {each for each in facts if allowed(member, Action.OPEN, facts[each])}
            assert shown == {key_of(each) for each in may_open}, member.name


async def test_availability_is_set_and_written_down(console_desk: ConsoleDesk) -> None:
    sana = await console_desk.hire()
    async with console_desk.browser(sana) as browser:
        answer = await browser.post("/console/availability", data={"availability": "online"})
        assert answer.status_code == 303
        page = (await browser.get("/console/inbox")).text
    assert '<option value="online" selected>' in page
    assert "availability.set" in await console_desk.audit()


async def test_nobody_is_let_in_without_a_session(console_desk: ConsoleDesk) -> None:
    sana = await console_desk.hire()
    async with console_desk.browser(sana) as browser:
        browser.cookies.clear()
        for path in ("/console", "/console/inbox", "/console/inbox/all", "/console/events"):
            answer = await browser.get(path)
            assert (answer.status_code, answer.headers["location"]) == (303, "/console/login")
        for path in ("/console/presence", "/console/availability"):
            assert (await browser.post(path)).headers["location"] == "/console/login"
