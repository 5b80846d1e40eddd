"""The consoles of staff: each holds the stream open as its page does, and reads what it shows."""

import asyncio
import json
import random
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import httpx

from bench.console_stock import Member

Place = tuple[str, int]
"""A conversation and the position of a message in it."""

COOKIE: Final = "rahbar_staff"
#: As the page: after a message the list is read anew at most this often, in seconds.
_LIST_EVERY: Final = 1.5
_BEAT_EVERY: Final = 20.0
_AGAIN: Final = 0.2


@dataclass
class Told:
    """What a stream was told: when each message first, and how often it was told again."""

    first: dict[Place, float] = field(default_factory=dict)
    repeats: int = 0
    shown: dict[Place, float] = field(default_factory=dict)
    """When the words stood on the page: the part of the page was read after the event."""


@dataclass
class Screen:
    """One member's console."""

    member: Member
    http: httpx.AsyncClient
    desk_url: str
    looks_at: str
    """The conversation that is open; it is read anew with each of its messages."""
    reads_pages: bool
    dice: random.Random
    life: Callable[[random.Random], float | None] = lambda _: None
    """After how many seconds the stream is cut; None: never."""
    told: Told = field(default_factory=Told)
    cuts: int = 0
    refused: list[int] = field(default_factory=list)
    is_open: asyncio.Event = field(default_factory=asyncio.Event)
    _last: str = ""
    _reads: set[asyncio.Task[None]] = field(default_factory=set)
    _listing: bool = False

    async def run(self) -> None:
        """Hold the stream open until cancelled; opened again after each cut."""
        while True:
            try:
                async with asyncio.timeout(self.life(self.dice)):
                    await self._stream()
            except (TimeoutError, httpx.HTTPError):
                self.cuts += 1
            await asyncio.sleep(self.dice.uniform(0, _AGAIN))

    async def beat(self) -> None:
        """Give signs of life until cancelled, as the page does."""
        csrf = await self._csrf()
        body = {"csrf": csrf, "viewing": self.looks_at, "typing": ""}
        headers = self._headers | {"sec-fetch-site": "same-origin"}
        await asyncio.sleep(self.dice.uniform(0, _BEAT_EVERY))
        while True:
            url = f"{self.desk_url}/console/presence"
            self._note(await self.http.post(url, data=body, headers=headers))
            await asyncio.sleep(_BEAT_EVERY)

    @property
    def _headers(self) -> dict[str, str]:
        return {"cookie": f"{COOKIE}={self.member.token}"}

    async def _stream(self) -> None:
        headers = self._headers | ({"last-event-id": self._last} if self._last else {})
        url = f"{self.desk_url}/console/events"
        async with self.http.stream("GET", url, headers=headers, timeout=30) as response:
            response.raise_for_status()
            event: dict[str, str] = defaultdict(str)
            async for line in response.aiter_lines():
                if line:
                    name, _, value = line.partition(":")
                    event[name] = value.removeprefix(" ")
                    continue
                self._take(event)
                event = defaultdict(str)

    def _take(self, event: dict[str, str]) -> None:
        at = time.perf_counter()
        if event["event"] == "hello":
            self.is_open.set()
        if event["event"] == "reset":
            raise RuntimeError("a stream was told to read everything anew")
        if event["event"] == "message":
            self._hear(json.loads(event["data"]), at)
        if event["id"]:
            self._last = event["id"]

    def _hear(self, data: dict[str, Any], at: float) -> None:
        place = data["conversation"], data["position"]
        if place in self.told.first:
            self.told.repeats += 1
            return
        self.told.first[place] = at
        if not self.reads_pages:
            return
        if data["conversation"] == self.looks_at:
            self._later(self._read_conversation(place))
        if not self._listing:
            self._listing = True
            self._later(self._read_list())

    async def _read_conversation(self, place: Place) -> None:
        url = f"{self.desk_url}/console/conversations/{place[0]}/timeline"
        if await self._get(url) == 200:
            self.told.shown[place] = time.perf_counter()

    async def _read_list(self) -> None:
        await asyncio.sleep(_LIST_EVERY)
        self._listing = False
        await self._get(f"{self.desk_url}/console/inbox/mine")

    async def _get(self, url: str) -> int:
        """The status; 0 where there was none."""
        try:
            response = await self.http.get(url, headers=self._headers | {"hx-request": "true"})
        except httpx.HTTPError:
            self.refused.append(0)
            return 0
        self._note(response)
        return response.status_code

    async def _csrf(self) -> str:
        url = f"{self.desk_url}/console/inbox/mine"
        page = (await self.http.get(url, headers=self._headers)).text
        return page.partition('data-csrf="')[2].partition('"')[0]

    def _note(self, response: httpx.Response) -> None:
        if response.status_code >= 300:
            self.refused.append(response.status_code)

    def _later(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._reads.add(task)
        task.add_done_callback(self._reads.discard)
