"""People on WhatsApp who write to staff, through the desk's real webhook."""

import asyncio
import itertools
import random
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import httpx

from bench.console_screens import Place
from bench.console_stock import Talk
from tests.fakes.whatsapp_payloads import encoded, signature, text, update, value
from tests.fakes.whatsapp_state import Rules

#: Seconds after the last message in which its event must have come.
_GRACE: Final = 6.0


@dataclass
class Part:
    """One of the two parts of a run."""

    sent: dict[Place, float] = field(default_factory=dict)
    """When each message was given to the webhook."""
    acknowledged: list[float] = field(default_factory=list)
    """Seconds until the webhook's answer."""
    refused: int = 0
    seconds: float = 0.0
    cuts: int = 0


class Talking:
    """People who write, one message after another of each."""

    def __init__(
        self, http: httpx.AsyncClient, url: str, talks: Sequence[Talk], dice: random.Random
    ) -> None:
        self._http, self._url, self._dice = http, f"{url}/webhooks/whatsapp", dice
        self._talks = list(talks)
        self._positions = {talk.key: talk.position for talk in talks}
        self._numbers = itertools.count(1)
        self._busy: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def part(self, rate: float, seconds: float) -> Part:
        """Write at a rate a second for some seconds, at moments that do not depend on the answers."""
        part, begun = Part(), time.perf_counter()
        moment = begun
        async with asyncio.TaskGroup() as group:
            while moment - begun < seconds:
                await asyncio.sleep(max(0.0, moment - time.perf_counter()))
                group.create_task(self._say(self._dice.choice(self._talks), part))
                moment += self._dice.expovariate(rate)
        part.seconds = time.perf_counter() - begun
        await asyncio.sleep(_GRACE)
        return part

    async def _say(self, talk: Talk, part: Part) -> None:
        number = next(self._numbers)
        said = text(f"And one more question, number {number}.", talk.phone)
        said["id"] = f"wamid.HBgBENCH{number:010}"
        body = encoded(update(value(messages=[said], name="Ayesha")))
        headers = {
            "content-type": "application/json",
            "x-hub-signature-256": signature(body, Rules().app_secret),
        }
        async with self._busy[talk.key]:
            at = time.perf_counter()
            response = await self._http.post(self._url, content=body, headers=headers)
            part.acknowledged.append(time.perf_counter() - at)
            if response.status_code != 200:
                part.refused += 1
                return
            self._positions[talk.key] += 1
            part.sent[talk.key, self._positions[talk.key]] = at
