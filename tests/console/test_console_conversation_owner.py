"""Taking a conversation, passing it on, putting it aside and ending it, from the pane."""

import pytest
from console_desk import WEB, ConsoleDesk, key_of
from conversation_desk import Pane, noted, owner, told
from sqlalchemy import select

from bot.handoff import presence
from bot.tables.columns import now
from bot.tables.handoff import Handoff
from bot.tables.staff import Availability, Role, member_table
from bot.tables.teams import team_table

ACTIONS = (
    *("claim", "take-over", "reply", "note", "label", "transfer", "snooze", "close"),
    *("hand-back", "template", "draft", "read"),
)


async def _episode(desk: ConsoleDesk) -> Handoff:
    async with desk.desk.store.read() as session:
        found = await session.scalar(select(Handoff).order_by(Handoff.id.desc()).limit(1))
        assert found is not None
        return found


async def _online(desk: ConsoleDesk, staff_id: int) -> None:
    async with desk.desk.store.write() as connection:
        of_them = member_table.update().where(member_table.c.id == staff_id)
        await connection.execute(of_them.values(availability=Availability.ONLINE))
        await presence.beat(connection, staff_id, now())


async def test_of_two_who_claim_one_wins_and_the_other_reads_who(
    any_console_desk: ConsoleDesk,
) -> None:
    sana, omar = await any_console_desk.hire(), await any_console_desk.hire("Omar")
    await any_console_desk.waits(WEB)
    async with any_console_desk.browser(sana) as first, any_console_desk.browser(omar) as second:
        won = await Pane(first, WEB).act("claim")
        lost = await Pane(second, WEB).act("claim")
    assert won.status_code == 200
    assert "data-mine" in won.text
    assert lost.status_code == 409
    assert "Sana was faster" in lost.text
    assert await owner(any_console_desk, WEB) == f"staff:{sana.id}"
    assert len(await noted(any_console_desk, "conversation.claim")) == 1


async def test_an_action_without_the_pages_script_leads_back_to_the_page(
    console_desk: ConsoleDesk,
) -> None:
    member = await console_desk.hire()
    await console_desk.waits(WEB)
    async with console_desk.browser(member) as browser:
        done = await browser.post(f"/console/conversations/{key_of(WEB)}/claim")
    assert (done.status_code, done.headers["location"]) == (
        303,
        f"/console/conversations/{key_of(WEB)}",
    )


async def test_a_supervisor_takes_over_and_the_agent_may_not_write_any_more(
    console_desk: ConsoleDesk,
) -> None:
    member, chief = await console_desk.hire(), await console_desk.hire("Chief", Role.SUPERVISOR)
    await console_desk.waits(WEB)
    await console_desk.claim(WEB, member)
    async with console_desk.browser(chief) as browser:
        refused = await Pane(browser, WEB).act("reply", text="Hello")
        assert refused.status_code == 403
        assert "data-mine" in (await Pane(browser, WEB).act("take-over")).text
    async with console_desk.browser(member) as browser:
        shown = (await Pane(browser, WEB).open()).text
        assert "Only Chief can reply now" in shown
        assert (await Pane(browser, WEB).act("reply", text="Hello")).status_code == 403


async def test_a_transfer_goes_to_a_team_or_to_who_is_online(console_desk: ConsoleDesk) -> None:
    member, other = await console_desk.hire(), await console_desk.hire("Omar")
    await console_desk.waits(WEB)
    await console_desk.claim(WEB, member)
    async with console_desk.browser(member) as browser:
        pane = Pane(browser, WEB)
        assert (await pane.act("transfer", to="")).status_code == 422
        assert (await pane.act("transfer", to="team:9999")).status_code == 404
        away = await pane.act("transfer", to=f"staff:{other.id}")
        assert away.status_code == 409
        assert "not online any more" in away.text
        await _online(console_desk, other.id)
        assert f'value="staff:{other.id}"' in (await pane.open("head")).text
        assert (await pane.act("transfer", to=f"staff:{other.id}")).status_code == 200
        assert await owner(console_desk, WEB) == f"staff:{other.id}"
    async with console_desk.desk.store.read() as session:
        of_team = select(team_table.c.id).where(team_table.c.key == "regional")
        team = await session.scalar(of_team)
    async with console_desk.browser(other) as browser:
        await Pane(browser, WEB).act("transfer", to=f"team:{team}")
    assert await owner(console_desk, WEB) == "queued"


async def test_a_supervisor_gives_out_what_waits_and_an_agent_does_not(
    console_desk: ConsoleDesk,
) -> None:
    member, chief = await console_desk.hire(), await console_desk.hire("Chief", Role.SUPERVISOR)
    await console_desk.waits(WEB)
    await _online(console_desk, member.id)
    async with console_desk.browser(member) as browser:
        refused = await Pane(browser, WEB).act("transfer", to=f"staff:{member.id}")
        assert refused.status_code == 403
    async with console_desk.browser(chief) as browser:
        await Pane(browser, WEB).act("transfer", to=f"staff:{member.id}")
    assert await owner(console_desk, WEB) == f"staff:{member.id}"
    assert await noted(console_desk, "conversation.assign")


async def test_it_is_put_aside_until_a_time(console_desk: ConsoleDesk) -> None:
    member = await console_desk.hire()
    await console_desk.waits(WEB)
    await console_desk.claim(WEB, member)
    async with console_desk.browser(member) as browser:
        pane = Pane(browser, WEB)
        assert (await pane.act("snooze", until="2020-01-01T09:00")).status_code == 422
        shown = await pane.act("snooze", until="3h")
    assert "Put aside until" in shown.text
    assert (await _episode(console_desk)).snoozed_until is not None


async def test_it_is_closed_with_an_outcome(console_desk: ConsoleDesk) -> None:
    member = await console_desk.hire()
    await console_desk.waits(WEB)
    await console_desk.claim(WEB, member)
    async with console_desk.browser(member) as browser:
        pane = Pane(browser, WEB)
        assert (await pane.act("close", outcome="idle")).status_code == 422
        await pane.act("close", outcome="solved", summary="Sent the form.")
    assert await owner(console_desk, WEB) == "closed"
    ended = await _episode(console_desk)
    assert (ended.outcome, ended.summary) == ("solved", "Sent the form.")


async def test_the_assistant_gets_it_back_with_what_was_settled(
    console_desk: ConsoleDesk,
) -> None:
    member = await console_desk.hire()
    await console_desk.waits(WEB)
    await console_desk.claim(WEB, member)
    async with console_desk.browser(member) as browser:
        pane = Pane(browser, WEB)
        await pane.act("reply", text="Done.")
        await pane.act("hand-back", summary="Explained it.", programme="sbp-saaf")
        shown = (await pane.open()).text
    assert await owner(console_desk, WEB) == "bot"
    ended = await _episode(console_desk)
    assert (ended.summary, ended.settled) == ("Explained it.", {"programme": "sbp-saaf"})
    assert "Explained it." in shown
    assert any(
        "How well did our staff help you" in text for _, text in await told(console_desk, WEB)
    )


@pytest.mark.parametrize("action", ACTIONS)
async def test_every_action_is_refused_to_strangers_and_to_other_sites(
    console_desk: ConsoleDesk, action: str
) -> None:
    stranger = await console_desk.hire("Omar", teams=("export",))
    await console_desk.waits(WEB)
    form = {"to": "team:1", "until": "1h", "outcome": "solved", "text": "x", "add": "x"}
    address = f"/console/conversations/{key_of(WEB)}/{action}"
    async with console_desk.browser(stranger) as browser:
        assert (await browser.post(address, data=form)).status_code == 403
        forged = await browser.post(address, data=form, headers={"X-CSRF-Token": "wrong"})
        assert forged.status_code == 403
        browser.cookies.clear()
        nobody = await browser.post(address, data=form)
    assert (nobody.status_code, nobody.headers["location"]) == (303, "/console/login")
    assert await owner(console_desk, WEB) == "queued"
