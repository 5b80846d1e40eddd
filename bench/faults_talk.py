"""People of both channels who write to the desk through the fake providers."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import httpx

from bench.faults_fleet import Fleet
from tests.fakes import telegram_updates

#: How many of the messages the provider delivers twice, and of the conversations it shuffles.
_REPEATED: Final = 0.2
_SHUFFLED: Final = 0.1
#: Opens a ticket for staff, once, however often the turn is tried.
TICKET: Final = "what am i registered for"


@dataclass(frozen=True)
class Said:
    """A message of a person, under the id by which the desk knows it."""

    external_id: str
    text: str


@dataclass
class Talk:
    """One conversation: what its person says, in this order."""

    channel: str
    address: str
    is_shuffled: bool
    said: list[Said] = field(default_factory=list)


def talks(
    conversations: int, messages: int, asked: Sequence[str], dice: random.Random
) -> list[Talk]:
    """Half of them on each channel; two neighbouring messages are never the same."""
    made = []
    for number in range(conversations):
        channel = "telegram" if number % 2 == 0 else "whatsapp"
        talk = Talk(channel, _address(channel, number), dice.random() < _SHUFFLED)
        texts = dice.sample(asked, messages)
        texts[dice.randrange(messages)] = TICKET
        for turn, text in enumerate(texts):
            talk.said.append(Said(_external_id(channel, number, turn), text))
        made.append(talk)
    return made


def _address(channel: str, number: int) -> str:
    return str(7_000_000 + number) if channel == "telegram" else f"92300{number:07}"


def _external_id(channel: str, number: int, turn: int) -> str:
    identity = 1 + number * 1000 + turn
    return f"message:{identity}" if channel == "telegram" else f"wamid.HBgFAULTS{identity:010}"


class People:
    """Lets every person speak; a message follows without waiting for the answer to the one before."""

    def __init__(self, fleet: Fleet, http: httpx.AsyncClient, dice: random.Random) -> None:
        self._fleet, self._http, self._dice = fleet, http, dice

    async def speak(self, talks: Sequence[Talk], seconds: float) -> None:
        """All say everything within about `seconds`; returns when the providers took it all."""
        async with asyncio.TaskGroup() as group:
            for talk in talks:
                group.create_task(self._speak(talk, seconds))

    async def _speak(self, talk: Talk, seconds: float) -> None:
        moments = sorted(self._dice.uniform(0, seconds) for _ in talk.said)
        loop = asyncio.get_running_loop()
        begun = loop.time()
        say = self._telegram if talk.channel == "telegram" else self._whatsapp
        said_in_turn = list(talk.said)
        if talk.is_shuffled:
            self._dice.shuffle(said_in_turn)
        async with asyncio.TaskGroup() as group:
            for said, moment in zip(said_in_turn, moments, strict=True):
                await asyncio.sleep(max(0.0, begun + moment - loop.time()))
                if talk.is_shuffled:
                    group.create_task(say(talk, said))
                else:
                    await say(talk, said)

    async def _telegram(self, talk: Talk, said: Said) -> None:
        """Given to the fake, which keeps the order of a chat as Telegram does."""
        update = telegram_updates.text(said.text, int(talk.address))
        update["message"]["message_id"] = int(said.external_id.removeprefix("message:"))
        body = {"updates": [update], "repeat": self._times()}
        await self._post(f"{self._fleet.telegram_url}/control/updates", body)

    async def _whatsapp(self, talk: Talk, said: Said) -> None:
        """Returns when the desk has acknowledged it: Meta promises no order, a person has one."""
        message = {
            "from": talk.address,
            "id": said.external_id,
            "timestamp": "1795430000",
            "type": "text",
            "text": {"body": said.text},
        }
        body = {"from": talk.address, "message": message, "repeat": self._times()}
        await self._post(f"{self._fleet.whatsapp_url}/control/inbound", body)

    def _times(self) -> int:
        return 2 if self._dice.random() < _REPEATED else 1

    async def _post(self, url: str, body: dict[str, Any]) -> None:
        (await self._http.post(url, json=body, timeout=None)).raise_for_status()
