"""The whole way of the first administrator, from the printed link on."""

import re

import httpx
import pyotp
from reading_pages import csrf_of, found
from staff_room import EMAIL, PASSWORD, Room

from bot.staff import links
from bot.tables.columns import now

LOGIN = {"email": EMAIL, "password": PASSWORD}
COOKIE = "__Host-rahbar_staff"
SESSIONS = "/console/sessions"


async def test_from_the_link_to_the_console(staff: Room, browser: httpx.AsyncClient) -> None:
    """Link, name and password, picture for the app, recovery codes, console, out, in again."""
    address = await links.first_link(staff.store, "https://desk.example", now())
    assert address is not None
    assert 'name="name"' in (await browser.get(address)).text
    done = await browser.post(address, data={**LOGIN, "name": "Sana <b>Malik</b>"})
    assert (done.status_code, done.headers["location"]) == (303, "/console")
    assert (await browser.get(SESSIONS)).headers["location"] == "/console/enrol"
    codes = await _enrol(browser)
    recovery = re.findall(r"<li><code>([\w-]+)</code>", codes)
    assert len(recovery) == 10
    assert (await browser.get(SESSIONS)).status_code == 200
    out = await browser.post("/console/logout", data={"csrf": csrf_of(codes)})
    assert out.headers["location"] == "/console/login"
    assert (await browser.get(SESSIONS)).headers["location"] == "/console/login"
    await browser.post("/console/login", data=LOGIN)
    assert (await browser.get(SESSIONS)).headers["location"] == "/console/second-factor"
    page = await browser.get("/console/second-factor")
    form = {"csrf": csrf_of(page.text), "code": recovery[0]}
    assert (await browser.post("/console/second-factor", data=form)).status_code == 303
    assert (await browser.get(SESSIONS)).status_code == 200


async def _enrol(browser: httpx.AsyncClient) -> str:
    """Set the second factor up, after a wrong code; gives the page with the recovery codes."""
    page = (await browser.get("/console/enrol")).text
    assert "<svg" in page
    assert "Sana &lt;b&gt;Malik" in page
    form = {"csrf": csrf_of(page), "code": "no code"}
    assert (await browser.post("/console/enrol", data=form)).status_code == 401
    before = browser.cookies[COOKIE]
    form["code"] = pyotp.TOTP(found(r"<code dir=\"ltr\">(\w+)</code>", page)).now()
    answer = await browser.post("/console/enrol", data=form)
    assert answer.status_code == 200
    assert browser.cookies[COOKIE] != before
    return answer.text
