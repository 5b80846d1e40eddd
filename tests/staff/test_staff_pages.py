"""The pages of access, as a browser sees them."""

import re
from datetime import timedelta

import httpx
import pytest
from fastapi import Depends, FastAPI, Request, Response
from reading_pages import csrf_of
from staff_room import EMAIL, PASSWORD, Room

from bot.staff import accounts, sessions
from bot.staff.permissions import Action, ConversationFacts
from bot.staff.web import CurrentStaff, WatchingStaff, is_still_in, require
from bot.tables.columns import now
from bot.tables.staff import Role

LOGIN = {"email": EMAIL, "password": PASSWORD}


@pytest.fixture(autouse=True)
def probes(console: FastAPI) -> None:
    """Routes as the console has them: for all staff, for a role, for one conversation."""

    @console.get("/console")
    async def home(caller: CurrentStaff) -> str:
        return caller.member.name

    @console.get("/console/staff", dependencies=[Depends(require(Action.MANAGE_STAFF))])
    async def manage() -> str:
        return "managed"

    @console.get("/console/stream")
    async def stream(request: Request, caller: WatchingStaff) -> bool:
        return await is_still_in(request, caller)

    @console.get("/console/conversations/{owner}")
    async def conversation(request: Request, owner: str, caller: CurrentStaff) -> Response:
        caller.ensure(Action.OPEN, ConversationFacts(owner))
        return Response("opened")


@pytest.fixture(autouse=True)
def present(staff: Room) -> None:
    """Routes look at the clock, so what the tests prepare is of today."""
    staff.at = now()


async def test_who_is_not_logged_in_is_led_to_the_login(browser: httpx.AsyncClient) -> None:
    page = await browser.get("/console")
    assert (page.status_code, page.headers["location"]) == (303, "/console/login")
    part = await browser.get("/console", headers={"HX-Request": "true"})
    assert (part.status_code, part.headers["hx-redirect"]) == (401, "/console/login")
    stream = await browser.get("/console", headers={"Accept": "text/event-stream"})
    assert stream.status_code == 401


async def test_an_agent_is_refused_what_is_not_theirs(
    staff: Room, browser: httpx.AsyncClient
) -> None:
    member = await staff.hire()
    await browser.post("/console/login", data=LOGIN)
    assert (await browser.get(f"/console/conversations/staff:{member.id}")).text == "opened"
    page = await browser.get("/console/conversations/staff:99")
    assert page.status_code == 403
    assert "Your role does not allow this." in page.text
    data = await browser.get("/console/staff", headers={"Accept": "application/json"})
    assert (data.status_code, data.json()["error"]["code"]) == (403, "forbidden")


async def test_an_open_stream_keeps_nobody_logged_in(
    staff: Room, browser: httpx.AsyncClient
) -> None:
    assert (await browser.get("/console/stream")).status_code == 303
    staff.at = now() - timedelta(minutes=29)
    member = await staff.hire()
    browser.cookies.set("__Host-rahbar_staff", await staff.log_in())
    assert (await browser.get("/console/stream")).json() is True
    own = await sessions.of_member(staff.store, member.id, now())
    assert all(session.last_used_at == staff.at for session in own)
    await accounts.set_active(staff.store, EMAIL, False, staff.at)
    assert (await browser.get("/console/stream")).status_code == 303


@pytest.mark.parametrize(
    "path", ["/console", "/console/staff", "/console/sessions", "/console/stream"]
)
async def test_half_a_login_opens_no_page(
    staff: Room, browser: httpx.AsyncClient, path: str
) -> None:
    await staff.enrolled(role=Role.ADMINISTRATOR)
    await browser.post("/console/login", data=LOGIN)
    turned = await browser.get(path)
    assert turned.status_code == 303
    assert turned.headers["location"] in ("/console/second-factor", "/console/login")
    assert (await browser.get("/console/enrol")).status_code == 303


async def test_a_refused_login_says_so_and_keeps_the_address(browser: httpx.AsyncClient) -> None:
    page = await browser.post("/console/login", data={"email": '"><script>', "password": "x"})
    assert page.status_code == 401
    assert 'role="alert"' in page.text
    assert "&#34;&gt;&lt;script&gt;" in page.text
    assert "<script" not in page.text
    assert "set-cookie" not in page.headers


async def test_a_link_that_was_used_says_so(staff: Room, browser: httpx.AsyncClient) -> None:
    await staff.hire()
    token = await accounts.renew(staff.store, EMAIL, staff.at)
    path = f"/console/set-password/{token}"
    assert "at least 12 characters" in (await browser.post(path, data={"password": "short"})).text
    assert (await browser.post(path, data={"password": "kinnow from sargodha"})).status_code == 303
    for page in (await browser.get(path), await browser.post(path, data={"password": PASSWORD})):
        assert page.status_code == 410
        assert "This link cannot be used" in page.text


async def test_a_member_ends_another_browser(
    console: FastAPI, staff: Room, browser: httpx.AsyncClient
) -> None:
    await staff.hire()
    elsewhere = await staff.log_in()
    await browser.post(
        "/console/login", data=LOGIN, headers={"User-Agent": "Mozilla/5.0 (Android) Firefox/140.0"}
    )
    page = await browser.get("/console/sessions")
    assert "Firefox · Android" in page.text
    key = (await staff.live_session(elsewhere)).key
    form = {"csrf": csrf_of(page.text), "key": key}
    assert (await browser.post("/console/sessions/revoke", data=form)).status_code == 303
    assert await staff.session(elsewhere) is None
    await browser.post("/console/sessions/revoke-others", data=form)
    assert (await browser.get("/console/sessions")).text.count("<li>") == 1


async def test_pages_come_in_urdu_from_right_to_left(
    staff: Room, browser: httpx.AsyncClient
) -> None:
    urdu = await browser.get("/console/login", headers={"Accept-Language": "ur-PK,en;q=0.5"})
    assert '<html lang="ur" dir="rtl">' in urdu.text
    await browser.get("/console/login?lang=ur")
    assert 'dir="rtl"' in (await browser.get("/console/login")).text
    await staff.hire()
    await browser.post("/console/login", data=LOGIN)
    page = await browser.get("/console/sessions")
    form = {"csrf": csrf_of(page.text), "language": "en"}
    await browser.post("/console/language", data=form)
    assert (await staff.member()).interface_language == "en"
    assert 'dir="ltr"' in (await browser.get("/console/sessions")).text


async def test_pages_need_no_inline_script_or_style(
    staff: Room, browser: httpx.AsyncClient
) -> None:
    await staff.hire()
    pages = [await browser.get("/console/login")]
    await browser.post("/console/login", data=LOGIN)
    pages += [await browser.get(path) for path in ("/console/sessions", "/console/enrol")]
    for page in pages:
        assert page.headers["content-security-policy"].startswith("default-src 'none'")
        assert page.headers["cache-control"] == "no-store"
        assert not re.search(r"<script|<style|\sstyle=|\son\w+=", page.text)
    assert (await browser.get("/console/static/console.css")).status_code == 200
