"""What administrators change, as a browser sees it."""

import re
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
import pytest_asyncio
from console_desk import key_of
from helpline_office import Browser, HelplineOffice, opened
from sqlalchemy import select

from bot.console.admin import hours, teams
from bot.handoff.calendar import calendar_of
from bot.handoff.hours import ZONE
from bot.handoff.limits import limits
from bot.handoff.teams import teams_of
from bot.staff import links, members
from bot.tables.columns import now
from bot.tables.staff import Role
from bot.tables.teams import team_table
from programmes.models import Office

NAMES = {"en": "Energy", "ur": "توانائی", "roman_ur": "Tawanai"}
TALK = "web:33333333-3333-4333-8333-333333333333"
PAGES = ("/staff", "/staff/1", "/teams", "/teams/new", "/teams/1", "/hours", "/limits", "/audit")


@pytest_asyncio.fixture
async def office(sqlite_url: str) -> AsyncIterator[HelplineOffice]:
    """The console with the small programme database."""
    async with opened(sqlite_url, programmes=True) as office:
        yield office


@pytest_asyncio.fixture
async def admin(office: HelplineOffice) -> AsyncIterator[Browser]:
    """An administrator's browser."""
    async with office.browser(await office.hire("Amna", Role.ADMINISTRATOR)) as browser:
        yield browser


async def test_administration_begins_with_the_staff(admin: Browser) -> None:
    page = await admin.see("/admin")
    assert (page.status_code, page.headers["location"]) == (303, "/console/admin/staff")


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR])
async def test_nobody_else_gets_in(office: HelplineOffice, role: Role) -> None:
    async with office.browser(await office.hire(role=role)) as browser:
        for path in ("", *PAGES, "/canned", "/canned/new", "/canned/1"):
            assert (await browser.see(f"/admin{path}")).status_code == 403, path
        for path in (
            *("/staff", "/staff/1", "/staff/1/link", "/staff/1/log-out"),
            *("/teams/new", "/teams/1", "/teams/1/remove", "/hours", "/hours/1/remove"),
            *("/days", "/days/1/remove", "/limits", "/canned/new", "/canned/1"),
            "/canned/1/remove",
        ):
            assert (await browser.send(f"/admin{path}")).status_code == 403, path


async def test_a_form_without_the_sessions_token_is_refused(admin: Browser) -> None:
    forged = await admin.client.post("/console/admin/limits", data={"idle": "1"})
    assert forged.status_code == 403


@pytest.mark.parametrize("language", ["en", "ur"])
async def test_every_page_comes_in_both_languages_without_inline_script(
    admin: Browser, language: str
) -> None:
    for path in (*PAGES, "/canned", "/canned/new", "/canned/1"):
        page = await admin.see(f"/admin{path}?lang={language}")
        assert page.status_code == 200, path
        assert f'lang="{language}"' in page.text
        assert not re.search(r"<style|\sstyle=|\son\w+=", page.text)


async def test_a_new_member_gets_a_link_that_is_shown_once(
    office: HelplineOffice, admin: Browser
) -> None:
    form = {
        "name": "Bilal <i>",
        "email": "Bilal@helpline.example",
        "role": "agent",
        "languages": ["ur", "roman_ur"],
        "provinces": ["Punjab"],
        "teams": ["1", "999"],
    }
    page = await admin.send("/admin/staff", form)
    token = re.search(r"https://desk\.example/console/set-password/([\w-]+)", page.text)
    assert token is not None
    async with office.store.write() as connection:
        assert (await links.look_up(connection, token[1], now())).staff_id == 2
        member = await members.by_id(connection, 2)
        assert list(await teams_of(connection, 2)) == [1]
    assert (member.languages, member.provinces) == (("ur", "roman_ur"), ("Punjab",))
    everybody = await admin.see("/admin/staff")
    assert "Bilal &lt;i&gt;" in everybody.text
    assert token[1] not in everybody.text
    again = await admin.send("/admin/staff", form)
    assert again.status_code == 409
    assert "Somebody has this e-mail address already." in again.text


async def test_a_member_is_changed_and_logged_out_with_another_role(
    office: HelplineOffice, admin: Browser
) -> None:
    sana = await office.hire("Sana", teams=["finance"])
    form = {"name": "Sana Khan", "role": "supervisor", "capacity": "3", "is_active": "true"}
    async with office.browser(sana) as theirs:
        changed = await admin.send(f"/admin/staff/{sana.id}", {**form, "teams": ["2", "3"]})
        assert changed.status_code == 303
        assert (await theirs.see("/admin/staff")).status_code == 303
    async with office.store.write() as connection:
        now_sana = await members.by_id(connection, sana.id)
        assert list(await teams_of(connection, sana.id)) == [2, 3]
    assert (now_sana.name, now_sana.role, now_sana.capacity) == ("Sana Khan", "supervisor", 3)
    assert {"staff.changed", "staff.teams_changed"} <= set(await office.audit())


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"name": " "}, "A name is missing"),
        ({"capacity": "0"}, "At least 1 conversation"),
        ({"is_active": "false"}, "at least one active administrator"),
        ({"role": "agent"}, "at least one active administrator"),
    ],
)
async def test_a_change_that_would_do_harm_is_refused(
    admin: Browser, changed: dict[str, str], told: str
) -> None:
    form = {"name": "Amna", "role": "administrator", "capacity": "5", "is_active": "true"}
    page = await admin.send(f"/admin/staff/{admin.member.id}", {**form, **changed})
    assert page.status_code in (409, 422)
    assert told in page.text


async def test_a_lost_phone_is_answered_with_a_new_link(
    office: HelplineOffice, admin: Browser
) -> None:
    sana = await office.hire("Sana")
    page = await admin.send(f"/admin/staff/{sana.id}/link", {"reset": "true"})
    assert "/console/set-password/" in page.text
    async with office.store.write() as connection:
        assert not (await members.by_id(connection, sana.id)).has_second_factor
    async with office.browser(await office.hire("Nida")) as theirs:
        await admin.send(f"/admin/staff/{theirs.member.id}/log-out")
        assert (await theirs.see("/sessions")).status_code == 303


async def test_a_team_is_founded_changed_and_dissolved(
    office: HelplineOffice, admin: Browser
) -> None:
    sana = await office.hire("Sana")
    form = {"key": "energy", **NAMES, "assignment": "manual", "position": "9"}
    founded = await admin.send("/admin/teams/new", {**form, "members": [str(sana.id), "77"]})
    assert founded.status_code == 303
    async with office.store.write() as connection:
        where = team_table.c.key == "energy"
        team_id = int(await connection.scalar(select(team_table.c.id).where(where)) or 0)
        assert list(await teams.members_of(connection, team_id)) == [sana.id]
    intents = {"intents": "ask_office, list_programmes", "is_default": "true"}
    await admin.send(f"/admin/teams/{team_id}", {**form, **intents})
    async with office.store.write() as connection:
        found = {row.key: row for row in await teams.everything(connection)}
    assert found["energy"].intents == ["ask_office", "list_programmes"]
    assert [key for key, row in found.items() if row.is_default] == ["energy"]
    kept = await admin.send(f"/admin/teams/{team_id}/remove")
    assert kept.status_code == 409
    assert (await admin.send(f"/admin/teams/{found['export'].id}/remove")).status_code == 303
    assert {"team.added", "team.changed", "team.removed"} <= set(await office.audit())


async def test_a_team_with_people_stays(office: HelplineOffice, admin: Browser) -> None:
    await office.asks(TALK, "Bilal")
    async with office.store.write() as connection:
        rows = {row.key: row.id for row in await teams.everything(connection)}
    await admin.send(f"/admin/teams/{rows['finance']}", {**NAMES, "is_default": "true"})
    page = await admin.send(f"/admin/teams/{rows['general']}/remove")
    assert page.status_code == 409
    assert "a team whose people wait" in page.text


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"key": "En ergy"}, "The key may have"),
        ({"key": "finance"}, "Another team has this key."),
        ({"ur": ""}, "A name is missing"),
        ({"office": "moon"}, "There is no such office."),
        ({"programmes": "no-such-scheme"}, "is not known"),
        ({"topics": ["astrology"]}, "is not known"),
        ({"intents": "List-Programmes"}, "is not known"),
    ],
)
async def test_a_bad_team_is_refused(admin: Browser, changed: dict[str, str], told: str) -> None:
    page = await admin.send("/admin/teams/new", {"key": "energy", **NAMES, **changed})
    assert page.status_code in (409, 422)
    assert told in page.text
    assert "Tawanai" in page.text


async def test_hours_that_are_added_hold_and_are_taken_back(
    office: HelplineOffice, admin: Browser
) -> None:
    async with office.store.write() as connection:
        where = str(await connection.scalar(select(Office.id).limit(1)))
    form = {"office": where, "weekdays": ["0", "1"], "opens": "09:00", "closes": "17:00"}
    assert (await admin.send("/admin/hours", form)).status_code == 303
    monday = datetime(2026, 11, 23, 10, tzinfo=ZONE)
    async with office.store.write() as connection:
        calendar = await calendar_of(connection, where)
        rows = (await hours.by_office(connection))[where]
    assert calendar.is_open(monday)
    assert not calendar.is_open(monday + timedelta(hours=8))
    assert not calendar.is_open(monday + timedelta(days=2))
    assert "09:00–17:00" in (await admin.see("/admin/hours")).text
    for row in rows:
        await admin.send(f"/admin/hours/{row.id}/remove")
    async with office.store.write() as connection:
        assert not (await calendar_of(connection, where)).is_known


@pytest.mark.parametrize(
    "changed",
    [
        {"opens": "17:00", "closes": "09:00"},
        {"weekdays": []},
        {"opens": ""},
        {"first_day": "2027-02-08"},
        {"first_day": "2027-03-09", "last_day": "2027-02-08"},
    ],
)
async def test_bad_hours_are_refused(
    office: HelplineOffice, admin: Browser, changed: dict[str, str]
) -> None:
    async with office.store.write() as connection:
        where = str(await connection.scalar(select(Office.id).limit(1)))
    form = {"office": where, "weekdays": ["0"], "opens": "09:00", "closes": "17:00"}
    page = await admin.send("/admin/hours", {**form, **changed})
    assert page.status_code == 422
    assert "An office closes after it opens" in page.text


async def test_a_special_day_is_marked_once(office: HelplineOffice, admin: Browser) -> None:
    day = (now() + timedelta(days=30)).astimezone(ZONE).date()
    form = {"day": day.isoformat(), "is_open": "false", **NAMES}
    assert (await admin.send("/admin/days", form)).status_code == 303
    assert (await admin.send("/admin/days", form)).status_code == 422
    assert (await admin.send("/admin/days", {**form, "day": ""})).status_code == 422
    page = await admin.see("/admin/hours")
    assert "Energy" in page.text
    number = re.search(r"/admin/days/(\d+)/remove", page.text)
    assert number is not None
    await admin.send(f"/admin/days/{number[1]}/remove")
    async with office.store.write() as connection:
        assert not await hours.special_days(connection, day)


async def test_limits_are_set_all_or_none(office: HelplineOffice, admin: Browser) -> None:
    assert (await admin.send("/admin/limits", {"idle": "3600"})).status_code == 303
    for wrong in ("-1", "604801", "soon", ""):
        page = await admin.send("/admin/limits", {"unclaimed": "60", "staff_gone": wrong})
        assert page.status_code == 422, wrong
        assert "A limit is a whole number of seconds" in page.text
    async with office.store.write() as connection:
        held = await limits(connection)
    assert (held.idle, held.unclaimed) == (3600, 600)
    assert (await office.audit()).count("limit.changed") == 1


async def test_the_log_tells_who_did_what(office: HelplineOffice, admin: Browser) -> None:
    await office.asks("whatsapp:923001234567", "Bilal")
    sana = await office.hire("Sana")
    await office.online(sana)
    form = {"conversation": key_of("whatsapp:923001234567"), "to": f"staff:{sana.id}"}
    await admin.send("/board/reassign", form)
    page = await admin.see(f"/admin/audit?staff={admin.member.id}")
    assert "conversation.assign" in page.text
    assert "923001234567" not in page.text
    for n in range(60):
        await admin.send("/admin/limits", {"idle": str(100 + n)})
    newest = await admin.see("/admin/audit")
    older = re.search(r'href="([^"]+before=\d+)"', newest.text)
    assert older is not None
    assert "conversation.assign" not in newest.text
    assert "conversation.assign" in (await admin.see(older[1].removeprefix("/console"))).text
