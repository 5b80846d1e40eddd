"""The stream itself: how it begins, takes up again, and ends."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from console_desk import WEB, ConsoleDesk
from fastapi import FastAPI

from bot.console import live_routes
from bot.console.live import Watcher
from bot.console.live_events import Event
from bot.console.live_marks import Mark
from bot.staff.browser import Browser
from bot.staff.members import Member
from bot.staff.sessions import find, revoke_all
from bot.staff.web import Caller
from bot.tables.columns import now
from bot.tables.staff import Role

_PATIENCE = 3.0


async def test_a_stream_begins_with_the_counts_and_ends_with_the_session(
    console_desk: ConsoleDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_routes, "_CHECKED", 0.1)
    sana = await console_desk.hire()
    await console_desk.waits(WEB)
    token = await console_desk.token(sana)
    request = _request(console_desk.app, token)
    stream = live_routes.stream(
        request, await _caller(console_desk, token), _live(console_desk), None
    )
    events: list[Any] = [await anext(stream), await anext(stream)]
    assert events[1].event == "hello"
    assert events[1].data == '{"waiting": 1, "mine": 0}'
    assert Mark.parse(events[1].id) is not None
    async with console_desk.desk.store.write() as connection:
        await revoke_all(connection, sana.id, now())
    async with asyncio.timeout(_PATIENCE):
        events = [event async for event in stream]
    assert events[-1].event == "ended"


async def test_a_stream_takes_up_where_it_broke(console_desk: ConsoleDesk) -> None:
    sana = await console_desk.hire()
    await console_desk.waits(WEB)
    await console_desk.says(WEB, "two")
    token = await console_desk.token(sana)
    request, caller = _request(console_desk.app, token), await _caller(console_desk, token)
    stream = live_routes.stream(request, caller, _live(console_desk), Mark(0, 0))
    names = []
    while not names or names[-1] != "hello":
        names.append((await anext(stream)).event)
    await stream.aclose()
    assert names.count("message") >= 2
    assert "owner" in names


async def test_who_lags_too_far_behind_is_sent_away() -> None:
    watcher = Watcher(_anybody())
    watcher.offer([Event("message", {})] * 900)
    watcher.offer([Event("message", {})] * 200)
    events = [watcher.events.get_nowait() for _ in range(watcher.events.qsize())]
    assert events[-1] is None
    assert len(events) == 901


def _live(console_desk: ConsoleDesk) -> Any:
    return console_desk.desk.live


def _request(app: FastAPI, token: str) -> Any:
    return SimpleNamespace(
        app=app,
        cookies={"__Host-rahbar_staff": token},
        url=SimpleNamespace(scheme="https"),
        headers={},
        client=None,
    )


async def _caller(console_desk: ConsoleDesk, token: str) -> Caller:
    session = await find(console_desk.desk.store, token, now())
    assert session is not None
    return Caller(session, Browser("", "", token))


def _anybody() -> Member:
    return Member(
        id=1, name="Sana", email="s@x.example", role=Role.AGENT, languages=(), provinces=(),
        capacity=5, interface_language=None, is_active=True, has_password=True,
        has_second_factor=True, availability="online", last_seen_at=None,
    )  # fmt: skip
