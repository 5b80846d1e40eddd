"""Every route of the console against every role and none, and every relation to its object."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from authorisation_cast import SECRET, Cast, cast_of
from authorisation_table import (
    ADMINISTRATOR,
    AGENT,
    OUTSIDE,
    ROLES,
    SEES,
    STAFF,
    SUPERVISOR,
    TABLE,
    UNFINISHED,
    Entry,
    Relation,
    routes_of,
)
from console_desk import ConsoleDesk, key_of
from sqlalchemy import update

from bot.staff import sessions
from bot.tables.columns import now
from bot.tables.staff import Role, session_table
from bot.tables.teams import presence_table

#: Every route by every role: minutes of work, so not in the quick loop.
pytestmark = pytest.mark.slow

NUMBERS = {"staff_id": 1, "team_id": 1, "hours_id": 1, "day_id": 1, "canned_id": 1}
#: These end the session with which the others are asked.
LAST = ("POST /console/logout", "POST /console/sessions/revoke-others")
CLAIM = "POST /console/conversations/{key}/claim"


@asynccontextmanager
async def browser_of(
    office: ConsoleDesk, cast: Cast, role: str
) -> AsyncIterator[httpx.AsyncClient]:
    """As whom the requests come; a script's, so that nobody is only led to the login."""
    # Whether a request changed something is told from before and after: nothing else may act.
    for task in office.desk.background:
        if getattr(task.get_coro(), "__qualname__", "") == "Timekeeper.run":
            task.cancel()
    async with office.browser(cast.me) as client:
        client.headers["Accept"] = "application/json"
        if role == OUTSIDE:
            client.cookies.clear()
        if role == UNFINISHED:
            async with office.desk.store.write() as connection:
                await connection.execute(update(session_table).values(second_factor_at=None))
        yield client


async def ask(
    client: httpx.AsyncClient, route: str, entry: Entry, places: Mapping[str, Any]
) -> tuple[int, str]:
    """Use a route; gives status and body. Of a stream only whether it opens."""
    method, _, path = route.partition(" ")
    url = path.format(**NUMBERS | {"view": "all", "token": "guess"} | places)
    form = {name: value.format(**places) for name, value in entry.form.items()}
    if method == "GET":
        answer = await client.get(url, params=form)
    else:
        answer = await client.post(url, data=form)
    return answer.status_code, answer.text


def is_turned_away(status: int, text: str) -> bool:
    """Whether the route is not for them; a wrong password or code is another 401."""
    return status == 403 or (status == 401 and "Please log in." in text)


async def cast_for(office: ConsoleDesk, role: str) -> Cast:
    return await cast_of(office, Role(role) if role in STAFF else Role.ADMINISTRATOR)


def test_every_route_has_an_entry(console_desk: ConsoleDesk) -> None:
    assert routes_of(console_desk.app) == set(TABLE)


@pytest.mark.parametrize("role", ROLES)
async def test_routes_without_a_conversation(console_desk: ConsoleDesk, role: str) -> None:
    cast, wrong = await cast_for(console_desk, role), []
    by_role = {
        route: entry for route, entry in TABLE.items() if entry.rule is None and not entry.is_stream
    }
    for route, entry in sorted(by_role.items(), key=lambda item: item[0] in LAST):
        async with browser_of(console_desk, cast, role) as client:
            status, text = await ask(client, route, entry, {})
        if is_turned_away(status, text) == (role in entry.roles) or status >= 500:
            wrong.append(f"{route}: {status}")
    assert wrong == []


@pytest.mark.parametrize("role", ROLES)
async def test_routes_of_a_conversation(console_desk: ConsoleDesk, role: str) -> None:
    cast = await cast_for(console_desk, role)
    pairs = [(route, each) for route in TABLE if TABLE[route].rule for each in Relation]
    async with browser_of(console_desk, cast, role) as client:
        answers = [await fault_of(cast, client, role, *pair) for pair in pairs]
    assert [pair for pair in zip(pairs, answers, strict=True) if pair[1]] == []


async def fault_of(
    cast: Cast, client: httpx.AsyncClient, role: str, route: str, relation: Relation
) -> str:
    """What is wrong with how a route answers; empty: nothing."""
    entry, (name, file) = TABLE[route], await cast.fresh(relation)
    places = {"key": key_of(name), "media_id": file}
    before = await cast.standing(name)
    status, text = await ask(client, route, entry, places)
    if status >= 500:
        return f"failed with {status}"
    if entry.rule is not None and relation in entry.rule.get(role, ()):
        cast.used_up(relation)
        # A file that is not kept is not found, but who may open it learns so.
        return f"refused with {status}" if is_turned_away(status, text) else ""
    if await cast.standing(name) != before:
        return "changed something"
    is_late = (
        route == CLAIM and status == 409 and relation in (Relation.COLLEAGUE, Relation.STRANGER)
    )
    if is_late and role in (SUPERVISOR, ADMINISTRATOR):
        # They may see it; they are told who was faster.
        return ""
    if SECRET in text or "Ayesha" in text:
        return "told what the person wrote"
    if is_late and relation is Relation.COLLEAGUE:
        return ""
    return "" if is_turned_away(status, text) else f"allowed with {status}"


@pytest.mark.parametrize("role", (OUTSIDE, UNFINISHED))
async def test_the_stream_opens_only_for_staff(console_desk: ConsoleDesk, role: str) -> None:
    cast = await cast_for(console_desk, role)
    async with browser_of(console_desk, cast, role) as client:
        assert (await client.get("/console/events")).status_code == 401


@pytest.mark.parametrize("path", ("/console/cards", "/console/canned"))
@pytest.mark.parametrize("role", STAFF)
async def test_what_is_picked_for_a_conversation_needs_the_conversation(
    console_desk: ConsoleDesk, role: str, path: str
) -> None:
    cast = await cast_for(console_desk, role)
    async with browser_of(console_desk, cast, role) as client:
        for relation in Relation:
            name = await cast.conversation(relation)
            status = (await client.get(path, params={"conversation": key_of(name)})).status_code
            assert status == (200 if relation in SEES[role] else 403), relation


async def test_nobody_is_shown_as_looking_at_what_they_may_not_see(
    console_desk: ConsoleDesk,
) -> None:
    cast = await cast_for(console_desk, AGENT)
    name = await cast.conversation(Relation.STRANGER)
    async with browser_of(console_desk, cast, AGENT) as client:
        form = {"viewing": key_of(name), "typing": "1"}
        assert (await client.post("/console/presence", data=form)).status_code == 204
    async with console_desk.desk.store.read() as session:
        (row,) = (await session.execute(presence_table.select())).all()
    assert (row.conversation_id, row.typing_until) == (None, None)


@pytest.mark.parametrize("role", (AGENT, SUPERVISOR, ADMINISTRATOR))
async def test_an_account_that_was_closed_is_out_at_once(
    console_desk: ConsoleDesk, role: str
) -> None:
    cast = await cast_for(console_desk, role)
    async with browser_of(console_desk, cast, role) as client:
        assert (await client.get("/console/inbox")).status_code == 200
        async with console_desk.desk.store.write() as connection:
            await sessions.revoke_all(connection, cast.me.id, now())
        assert (await client.get("/console/inbox")).status_code == 401
