"""Requests that another site makes a browser send."""

import httpx
import pytest
from fastapi import FastAPI
from staff_room import EMAIL, PASSWORD, Room

from bot.tables.columns import now

LOGIN = {"email": EMAIL, "password": PASSWORD}
FROM_ELSEWHERE = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "https://desk.example"},
    {"Origin": "https://desk.example.evil.example"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {},
]
FROM_HERE = [
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "https://desk.example"},
]


@pytest.fixture
async def stranger(console: FastAPI, staff: Room) -> httpx.AsyncClient:
    """A browser that tells nothing of itself; a member has an account."""
    staff.at = now()
    await staff.hire()
    transport = httpx.ASGITransport(console)
    return httpx.AsyncClient(transport=transport, base_url="https://desk.example")


@pytest.mark.parametrize("headers", FROM_ELSEWHERE)
async def test_nobody_is_logged_in_from_another_site(
    stranger: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    answer = await stranger.post("/console/login", data=LOGIN, headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "forged")
    assert not stranger.cookies


@pytest.mark.parametrize("headers", FROM_HERE)
async def test_our_own_page_logs_in(stranger: httpx.AsyncClient, headers: dict[str, str]) -> None:
    answer = await stranger.post("/console/login", data=LOGIN, headers=headers)
    assert answer.status_code == 303


async def test_a_session_obeys_only_its_own_forms(stranger: httpx.AsyncClient, staff: Room) -> None:
    token = await staff.log_in()
    other = await staff.live_session(await staff.log_in())
    session = await staff.live_session(token)
    stranger.cookies.set("__Host-rahbar_staff", token)
    own, path = {"Sec-Fetch-Site": "same-origin"}, "/console/logout"
    for form in ({}, {"csrf": ""}, {"csrf": "guess"}, {"csrf": other.csrf}, {"csrf": "گمان"}):
        answer = await stranger.post(path, data=form, headers=own)
        assert answer.status_code == 403
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    right = {"csrf": session.csrf}
    assert (await stranger.post(path, data=right, headers=elsewhere)).status_code == 403
    in_address = await stranger.post(f"{path}?csrf={session.csrf}", headers=own)
    assert in_address.status_code == 403
    assert await staff.session(token)
    by_header = {**own, "X-CSRF-Token": session.csrf}
    assert (await stranger.post(path, headers=by_header)).status_code == 303
    assert await staff.session(token) is None


async def test_the_cookie_is_kept_from_scripts_and_other_hosts(stranger: httpx.AsyncClient) -> None:
    own = {"Sec-Fetch-Site": "same-origin"}
    answer = await stranger.post("/console/login", data=LOGIN, headers=own)
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith("__host-rahbar_staff=")
    for part in ("httponly", "secure", "samesite=lax", "path=/"):
        assert part in cookie
    assert "domain" not in cookie


async def test_without_https_the_cookie_has_another_name(console: FastAPI, staff: Room) -> None:
    """And over https that other name is not believed: a subdomain could set it."""
    staff.at = now()
    await staff.hire()
    token = await staff.log_in()
    for base, status in (("http://127.0.0.1:8000", 200), ("https://desk.example", 303)):
        transport = httpx.ASGITransport(console)
        async with httpx.AsyncClient(transport=transport, base_url=base) as client:
            client.cookies.set("rahbar_staff", token)
            page = await client.get("/console/sessions", headers={"Accept": "text/html"})
        assert page.status_code == status
