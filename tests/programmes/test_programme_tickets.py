"""Tickets: one for each key, under a reference that can be read out."""

import asyncio
import re

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from programmes import tickets
from programmes.models import Ticket
from programmes.tickets import find_ticket, open_ticket, written_reference

Sessions = async_sessionmaker[AsyncSession]


@pytest.mark.asyncio
async def test_the_same_key_gives_the_same_ticket(database_sessions: Sessions) -> None:
    async with database_sessions.begin() as session:
        first = await open_ticket(session, "human", "web:1", {"words": "madad"}, "web:1/7")
    async with database_sessions.begin() as session:
        again = await open_ticket(session, "human", "web:1", {"words": "else"}, "web:1/7")
        other = await open_ticket(session, "human", "web:1", {}, "web:1/8")
        assert await session.scalar(select(func.count()).select_from(Ticket)) == 2
    assert again.reference == first.reference != other.reference
    assert again.summary == {"words": "madad"}
    assert re.fullmatch(r"TR-[0-9A-HJKMNP-TV-Z]{5}", first.reference)
    assert first.status == "open"


@pytest.mark.asyncio
async def test_two_at_once_get_one_ticket(database_sessions: Sessions) -> None:
    async def ask() -> str:
        async with database_sessions.begin() as session:
            return (await open_ticket(session, "callback", "web:1", {}, "same")).reference

    assert len(set(await asyncio.gather(*(ask() for _ in range(4))))) == 1


@pytest.mark.asyncio
async def test_a_taken_reference_is_drawn_again(
    database_sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter(["TR-AAAAA", "TR-AAAAA", "TR-BBBBB"])
    monkeypatch.setattr(tickets, "_new_reference", lambda: next(drawn))
    async with database_sessions.begin() as session:
        first = await open_ticket(session, "human", "web:1", {}, "one")
        second = await open_ticket(session, "human", "web:2", {}, "two")
    assert (first.reference, second.reference) == ("TR-AAAAA", "TR-BBBBB")


@pytest.mark.asyncio
async def test_a_ticket_is_found_in_its_conversation_only(database_sessions: Sessions) -> None:
    async with database_sessions.begin() as session:
        ticket = await open_ticket(session, "status", "web:1", {}, "one")
        typed = ticket.reference.lower().replace("-", " ")
        assert await find_ticket(session, typed, "web:1") is ticket
        assert await find_ticket(session, typed) is ticket
        assert await find_ticket(session, typed, "web:2") is None
        assert await find_ticket(session, "TR-?") is None


@pytest.mark.asyncio
async def test_an_unknown_kind_is_refused(database_sessions: Sessions) -> None:
    async with database_sessions.begin() as session:
        with pytest.raises(ValueError, match="unknown kind of ticket: gift"):
            await open_ticket(session, "gift", "web:1", {}, "one")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [("tr-7k2m9", "TR-7K2M9"), ("TR 7k2mo", "TR-7K2M0"), ("7ilm9", "TR-711M9"), ("", "TR-")],
)
def test_misread_letters_are_forgiven(typed: str, printed: str) -> None:
    assert written_reference(typed) == printed
