"""What staff write: to the person, for each other, with cards, templates and drafts."""

from console_desk import WEB, WHATSAPP, ConsoleDesk
from conversation_desk import Pane, heard, last_message, noted, told
from sqlalchemy import insert, select

from bot.staff.members import Member
from bot.tables.columns import now
from programmes.models import Ticket

EVIL = "<b onclick=alert(1)>note</b>"


async def _owned(desk: ConsoleDesk, conversation_id: str) -> Member:
    member = await desk.hire()
    await desk.waits(conversation_id, "What is SAAF?")
    await desk.claim(conversation_id, member)
    return member


async def test_a_reply_reaches_the_outbox_under_the_members_name(
    console_desk: ConsoleDesk,
) -> None:
    member = await _owned(console_desk, WEB)
    async with console_desk.browser(member) as browser:
        shown = await Pane(browser, WEB).act("reply", text="  Salam, I am here.\r\nAsk me. ")
    assert (await told(console_desk, WEB))[-1] == (
        f"staff:{member.id}",
        "Salam, I am here.\nAsk me.",
    )
    assert "from-staff" in shown.text
    assert [each.staff_id for each in await noted(console_desk, "conversation.reply")] == [
        member.id
    ]


async def test_an_empty_a_long_and_an_unfilled_reply_are_not_sent(
    console_desk: ConsoleDesk,
) -> None:
    member = await _owned(console_desk, WEB)
    before = await told(console_desk, WEB)
    async with console_desk.browser(member) as browser:
        pane = Pane(browser, WEB)
        assert (await pane.act("reply", text=" \u200b ")).status_code == 422
        assert (await pane.act("reply", text="x" * 4001)).status_code == 422
        unfilled = await pane.act("reply", text="Dear {name}, welcome")
    assert unfilled.status_code == 422
    assert "Dear {name}, welcome" in unfilled.text
    assert await told(console_desk, WEB) == before


async def test_outside_whatsapps_day_only_a_template_is_sent(console_desk: ConsoleDesk) -> None:
    member = await _owned(console_desk, WHATSAPP)
    await heard(console_desk, WHATSAPP, hours=25)
    async with console_desk.desk.store.write() as connection:
        row = {"reference": "TR-7K2M9", "kind": "callback", "conversation_id": WHATSAPP}
        row |= {"summary": {}, "idempotency_key": "k", "status": "open", "created_at": now()}
        await connection.execute(insert(Ticket).values(row))
    async with console_desk.browser(member) as browser:
        pane = Pane(browser, WHATSAPP)
        composer = (await pane.open("composer")).text
        assert "only within 24 hours" in composer
        assert "<textarea" not in composer
        assert "TR-7K2M9" in composer
        refused = await pane.act("reply", text="Free words")
        assert (refused.status_code, "Free words" in refused.text) == (422, True)
        assert (await pane.act("template", name="no_such")).status_code == 422
        sent = await pane.act("template", name="staff_reply")
    assert "Sent as a template" in sent.text
    content = (await last_message(console_desk, WHATSAPP)).content
    template = {"name": "staff_reply", "language": "en", "values": ["TR-7K2M9"]}
    assert content == {"template": template}


async def test_within_the_day_it_is_told_when_free_words_end(console_desk: ConsoleDesk) -> None:
    member = await _owned(console_desk, WHATSAPP)
    async with console_desk.browser(member) as browser:
        assert (
            "WhatsApp carries free text until"
            in (await Pane(browser, WHATSAPP).open("composer")).text
        )


async def test_a_draft_is_put_into_the_box_and_not_sent(console_desk: ConsoleDesk) -> None:
    member = await _owned(console_desk, WEB)
    before = await told(console_desk, WEB)
    async with console_desk.browser(member) as browser:
        shown = await Pane(browser, WEB).act("draft")
    assert "How can I help?</textarea>" in shown.text
    assert await told(console_desk, WEB) == before
    async with console_desk.desk.store.read() as session:
        assert (await session.scalars(select(Ticket))).all() == []


async def test_notes_and_labels_stay_among_staff(console_desk: ConsoleDesk) -> None:
    member = await _owned(console_desk, WEB)
    before = await told(console_desk, WEB)
    async with console_desk.browser(member) as browser:
        pane = Pane(browser, WEB)
        noted_down = (await pane.act("note", text=EVIL)).text
        assert "&lt;b onclick=alert(1)&gt;note" in noted_down
        assert (await pane.act("note", text="  ")).status_code == 422
        assert ">urgent case<" in (await pane.act("label", add="Urgent  Case")).text
        assert ">urgent case<" not in (await pane.act("label", remove="urgent case")).text
    assert await told(console_desk, WEB) == before
