"""The event stream: what is told, once, also after a lost connection."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
from desk_client import path, say

from bot.announcements import Announcements
from bot.chat.events import position, stream
from bot.desk import Desk
from bot.messages import Turn


async def told(happenings: AsyncIterator[Any], count: int) -> list[tuple[str, Any, Any]]:
    """The next events as (name, id, data)."""
    events = []
    async with asyncio.timeout(3):
        async for event in happenings:
            if event.data is not None:
                events.append((event.event, event.id, json.loads(event.data)))
            if len(events) == count:
                break
    return events


async def opened(happenings: AsyncIterator[Any]) -> None:
    """Read the greeting, after which the stream listens."""
    await anext(happenings)


async def test_question_and_answer_are_told_as_they_happen(
    client: httpx.AsyncClient, conversation: str, desk: Desk
) -> None:
    happenings = stream(desk, conversation, 0)
    await opened(happenings)
    reading = asyncio.create_task(told(happenings, 2))
    await asyncio.sleep(0.05)
    answer = await say(client, conversation, "hello", id="a")
    (first, _, question), (second, id_, data) = await reading
    assert (first, second, id_) == ("question", "answer", "2")
    assert question == {"id": "a", "position": 1, "text": "hello"}
    assert data == answer


async def test_what_was_missed_is_told_first(
    client: httpx.AsyncClient, conversation: str, desk: Desk
) -> None:
    answers = [await say(client, conversation, f"m{n}") for n in range(3)]
    events = await told(stream(desk, conversation, answers[0]["position"]), 2)
    assert [data for _, _, data in events] == answers[1:]


async def test_without_a_position_nothing_of_the_past_is_told(
    client: httpx.AsyncClient, conversation: str, desk: Desk
) -> None:
    await say(client, conversation, "before")
    happenings = stream(desk, conversation, None)
    await opened(happenings)
    reading = asyncio.create_task(told(happenings, 2))
    await asyncio.sleep(0.05)
    await say(client, conversation, "now")
    first, _ = await reading
    assert first[2]["text"] == "now"


async def test_other_conversations_are_not_told(
    client: httpx.AsyncClient, conversation: str, desk: Desk
) -> None:
    other = "web:00000000-0000-4000-8000-000000000002"
    happenings = stream(desk, conversation, 0)
    await opened(happenings)
    reading = asyncio.create_task(told(happenings, 1))
    await asyncio.sleep(0.05)
    await say(client, other, "theirs")
    await say(client, conversation, "mine")
    assert (await reading)[0][2]["text"] == "mine"


async def test_streams_of_one_conversation_are_limited(
    client: httpx.AsyncClient, conversation: str, desk: Desk
) -> None:
    opened_streams = [
        stream(desk, conversation, 0) for _ in range(desk.settings.streams_per_conversation)
    ]
    for each in opened_streams:
        await opened(each)
    refused = await client.get(path(conversation, "events"))
    assert refused.status_code == 429
    assert refused.headers["Retry-After"]


def test_a_last_event_id_that_is_none_of_ours_is_ignored() -> None:
    given = [None, "", "abc", "-1", "٣", "99999999999", "12"]
    assert [position(each) for each in given] == [None] * 6 + [12]


async def test_a_reader_that_lags_far_behind_is_sent_away(desk: Desk, conversation: str) -> None:
    announcements = Announcements()
    turn = Turn(conversation, 1, 2, None, "bot", "en", None, ())
    with announcements.listen(conversation) as queue:
        for _ in range(200):
            announcements.publish(turn)
        heard = [queue.get_nowait() for _ in range(queue.qsize())]
    assert heard[-1] is None
    assert len(heard) < 100
    assert announcements.count(conversation) == 0
