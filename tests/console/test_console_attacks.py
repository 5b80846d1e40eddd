"""What an attacker tries against the whole desk: forged requests, guesses, and other people's things."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html import unescape
from pathlib import Path

import httpx
import pyotp
import pytest
import pytest_asyncio
from authorisation_table import TABLE, routes_of
from console_desk import WHATSAPP, ConsoleDesk, key_of
from conversation_desk import Pane
from fastapi import FastAPI
from sqlalchemy import insert, update
from structlog.testing import capture_logs

from bot.console.live_marks import Mark
from bot.staff import accounts, sessions
from bot.staff.accounts import NewMember
from bot.staff.cookies import SECURE_NAME
from bot.staff.members import by_email
from bot.tables import Media, Message, Person
from bot.tables.columns import now
from bot.tables.staff import Role, member_table

#: Many logins and pages: not in the quick loop.
pytestmark = pytest.mark.slow

OURS = {"Sec-Fetch-Site": "same-origin"}
EMAIL, PASSWORD = "rabia@helpline.example", "mango season in multan"
#: Before a session there is no token; where a form comes from is all that can be checked.
BEFORE_LOGIN = ("POST /console/login", "POST /console/set-password/{token}")
#: As people write them: in digits of two scripts and with hyphens that only look like one.
CNIC, CNIC_URDU = "35202‑1234567‑1", "٣٥٢٠٢-١٢٣٤٥٦٧-١"
PHONE, PHONE_URDU = "0301 7654321", "۰۳۰۱۷۶۵۴۳۲۱"
MAIL = "ayesha.khan@example.org"
NUMBER = WHATSAPP.partition(":")[2]
TEXT = f"CNIC {CNIC} or {CNIC_URDU}, phone {PHONE} or {PHONE_URDU}, mail {MAIL}"
PERSONAL = (CNIC, CNIC_URDU, "1234567", PHONE, PHONE_URDU, "7654321", MAIL, "ayesha.khan")


@asynccontextmanager
async def anybody(app: FastAPI, **cookies: str) -> AsyncIterator[httpx.AsyncClient]:
    """A browser on the desk's own site."""
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(
        transport=transport, base_url="https://desk.example", headers=OURS
    ) as client:
        for name, value in cookies.items():
            client.cookies.set(name, value, domain="desk.example", path="/")
        yield client


@pytest_asyncio.fixture
async def link(console_desk: ConsoleDesk) -> str:
    """The token of a new agent's one-time link."""
    store = console_desk.desk.store
    return await accounts.add(store, NewMember(EMAIL, "Rabia", Role.AGENT), now())


POSTS = sorted(each for each in TABLE if each.startswith("POST") and each not in BEFORE_LOGIN)


async def test_no_form_is_taken_without_the_sessions_own_token(console_desk: ConsoleDesk) -> None:
    nadia = await console_desk.hire("Nadia", Role.ADMINISTRATOR)
    other = await sessions.find(console_desk.desk.store, await console_desk.token(nadia), now())
    assert other is not None
    taken = []
    async with console_desk.browser(nadia) as browser:
        own = browser.headers.pop("X-CSRF-Token")
        assert own != other.csrf
        for route in POSTS:
            path = re.sub(r"\{\w+\}", "1", route.partition(" ")[2])
            for form, headers in (
                ({}, {}),
                ({"csrf": other.csrf}, {}),
                ({}, {"X-CSRF-Token": other.csrf}),
                ({"csrf": own}, {"Sec-Fetch-Site": "cross-site"}),
                ({"csrf": own}, {"Sec-Fetch-Site": "same-site"}),
            ):
                answer = await browser.post(path, data=form, headers=headers)
                if answer.status_code != 403:
                    taken.append((route, form, headers, answer.status_code))
    assert taken == []


@pytest.mark.parametrize("route", BEFORE_LOGIN)
async def test_no_other_site_logs_anybody_in(
    console_desk: ConsoleDesk, link: str, route: str
) -> None:
    path = route.partition(" ")[2].format(token=link)
    form = {"email": EMAIL, "password": PASSWORD}
    async with anybody(console_desk.app) as browser:
        elsewhere = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
        answer = await browser.post(path, data=form, headers=elsewhere)
        assert answer.status_code == 403
        assert not browser.cookies


def test_no_route_but_posts_changes_anything(console_desk: ConsoleDesk) -> None:
    assert {each.partition(" ")[0] for each in routes_of(console_desk.app)} == {"GET", "POST"}


async def test_a_session_that_was_planted_is_void_after_the_login(
    console_desk: ConsoleDesk, link: str
) -> None:
    sana = await console_desk.hire()
    planted = await console_desk.token(sana)
    async with anybody(console_desk.app, **{SECURE_NAME: planted}) as browser:
        answer = await browser.post(f"/console/set-password/{link}", data={"password": PASSWORD})
        assert answer.status_code == 303
        assert browser.cookies[SECURE_NAME] != planted
    assert await sessions.find(console_desk.desk.store, planted, now()) is None
    async with anybody(console_desk.app, **{SECURE_NAME: "made-up"}) as browser:
        form = {"email": EMAIL, "password": PASSWORD}
        assert (await browser.post("/console/login", data=form)).status_code == 303
        assert browser.cookies[SECURE_NAME] != "made-up"


async def test_guessing_codes_is_stopped(console_desk: ConsoleDesk, link: str) -> None:
    async with anybody(console_desk.app) as browser:
        await browser.post(f"/console/set-password/{link}", data={"password": PASSWORD})
        await _with_second_factor(console_desk)
        form = {"email": EMAIL, "password": PASSWORD}
        await browser.post("/console/login", data=form)
        session = await sessions.find(console_desk.desk.store, browser.cookies[SECURE_NAME], now())
        assert session is not None and session.needs_second_factor
        guess = {"code": "000000", "csrf": session.csrf}
        codes = [await _status(browser, "/console/second-factor", guess) for _ in range(12)]
    # The account rests: not even the right password lets anybody in.
    async with anybody(console_desk.app) as browser:
        logins = [await _status(browser, "/console/login", form) for _ in range(3)]
    assert codes[0] == 401
    assert codes[-1] == 429
    assert set(logins) == {401}


@pytest.mark.parametrize("path", ["/console/login", "/console/set-password/{number}"])
async def test_guessing_alone_is_stopped(console_desk: ConsoleDesk, path: str) -> None:
    async with anybody(console_desk.app) as browser:
        form = {"email": EMAIL, "password": "guess"}
        statuses = [
            await _status(browser, path.format(number=number), form) for number in range(12)
        ]
    assert statuses[-1] == 429


async def _status(browser: httpx.AsyncClient, path: str, form: dict[str, str]) -> int:
    return (await browser.post(path, data=form)).status_code


async def _with_second_factor(office: ConsoleDesk) -> None:
    async with office.desk.store.write() as connection:
        member = await by_email(connection, EMAIL)
        of_member = update(member_table).where(member_table.c.id == member.id)
        values = {"totp_secret": pyotp.random_base32(), "totp_confirmed_at": now()}
        await connection.execute(of_member.values(**values))


TRICKS = (
    "..%2f..%2fvar%2frahbar.db",
    "%2e%2e%2frahbar.db",
    "1%00",
    "1%2f..%2f2",
    "-1",
    "0",
    "99999999999999999999",
    "۱",
    "1;2",
    "1.0e0",
)


@pytest.mark.parametrize("trick", TRICKS)
async def test_no_name_of_a_file_leads_elsewhere(console_desk: ConsoleDesk, trick: str) -> None:
    nadia = await console_desk.hire("Nadia", Role.SUPERVISOR)
    async with console_desk.browser(nadia) as browser:
        assert (await browser.get(f"/console/media/{trick}")).status_code in (404, 422)


@pytest.mark.parametrize("path", ["../rahbar.db", "/etc/passwd", "linked", "."])
async def test_a_file_outside_the_folder_is_not_given_out(
    console_desk: ConsoleDesk, tmp_path: Path, path: str
) -> None:
    sana = await console_desk.hire()
    await console_desk.waits(WHATSAPP)
    outside = tmp_path / "outside.png"
    outside.write_bytes(b"not yours")
    settings = console_desk.desk.settings
    object.__setattr__(settings, "__dict__", {**settings.__dict__, "var": tmp_path / "var"})
    settings.media.mkdir(parents=True)
    (settings.media / "linked").symlink_to(outside)
    async with console_desk.desk.store.write() as connection:
        values = {"message_id": 1, "channel": "whatsapp", "kind": "image", "provider_id": "1"}
        values |= {"mime": "image/png", "path": path, "size": len(b"not yours"), "attempts": 1}
        await connection.execute(insert(Media).values(**values, created_at=now()))
    async with console_desk.browser(sana) as browser:
        assert (await browser.get("/console/media/1")).status_code == 404


async def test_a_stream_that_names_any_mark_tells_nothing_of_others(
    console_desk: ConsoleDesk,
) -> None:
    bilal = await console_desk.hire("Bilal", teams=("general",))
    omar = await console_desk.hire("Omar", teams=("export",))
    await console_desk.waits(WHATSAPP, TEXT)
    live = console_desk.desk.live
    async with live.watch(omar) as watcher:
        await console_desk.claim(WHATSAPP, bilal)
        await console_desk.says(WHATSAPP, TEXT)
        await asyncio.sleep(0.6)
        seen = [watcher.events.get_nowait() for _ in range(watcher.events.qsize())]
    missed = await live.since(Mark(0, 0), omar)
    for event in [*seen, *(missed or [])]:
        assert event is not None
        assert event.name == "queue"
        assert "conversation" not in event.data


async def test_who_is_not_the_owner_never_reads_personal_details(
    console_desk: ConsoleDesk,
) -> None:
    """The colleague may open what waits for their team, and it is masked in everything they get."""
    sana = await console_desk.hire()
    await console_desk.waits(WHATSAPP, TEXT, name=f"Ayesha {PHONE}")
    await _every_kind_of_line(console_desk)
    with capture_logs() as logs:
        async with console_desk.browser(sana) as browser:
            pane = Pane(browser, WHATSAPP)
            texts = [
                (await browser.get(f"/console/inbox/{view}")).text
                for view in ("queue", "mine", "team", "all", "closed")
            ]
            texts += [
                (await browser.get("/console/inbox/all", params={"q": word})).text
                for word in ("CNIC", PHONE, NUMBER)
            ]
            texts += [(await pane.page()).text]
            texts += [(await pane.open(part)).text for part in ("", "head", "viewers", "timeline")]
            texts += [(await pane.open("history", before=99)).text]
            for path in ("/console/canned", "/console/cards"):
                answer = await browser.get(path, params={"conversation": key_of(WHATSAPP)})
                texts.append(answer.text)
    read = unescape("\n".join(texts))
    # What was searched for stands in the box of who has typed it.
    read = re.sub(r'(name="q" value|href|hx-get)="[^"]*"', "", read)
    assert "CNIC" in read
    assert [each for each in PERSONAL if each in read] == []
    assert [each for each in PERSONAL if each in str(logs)] == []
    assert [NUMBER in each for each in (read, str(logs))] == [False, False]


async def _every_kind_of_line(office: ConsoleDesk) -> None:
    """Personal details in an edit, in a file's name, and in a contact."""
    async with office.desk.store.write() as connection:
        await connection.execute(
            update(Message).where(Message.position == 1).values(edited_text=f"Now: {TEXT}")
        )
        await connection.execute(update(Person).values(name=f"Ayesha {MAIL}"))
        values = {"message_id": 1, "channel": "whatsapp", "kind": "document", "provider_id": "1"}
        values |= {"name": f"{CNIC}.pdf", "attempts": 0, "created_at": now()}
        await connection.execute(insert(Media).values(**values))


async def test_events_hold_no_words_and_no_names(console_desk: ConsoleDesk) -> None:
    sana = await console_desk.hire()
    await console_desk.waits(WHATSAPP, TEXT, name=f"Ayesha {PHONE}")
    events = await console_desk.desk.live.since(Mark(0, 0), sana)
    assert events
    told = str([event.data for event in events])
    assert [each for each in (*PERSONAL, NUMBER, "Ayesha") if each in told] == []
