"""People who write to a fake provider, and see what the desk sends it."""

import itertools
import json
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import httpx
from whole_conversations import plain

Json = dict[str, Any]

#: Seconds that an answer may take, and the silence after which it is taken to be whole.
ANSWERED_WITHIN: Final = 60.0
_SILENCE: Final = 1.5
_numbers = itertools.count(5_550_001)


@dataclass(frozen=True)
class Shown:
    """One message on the person's screen."""

    id: str
    text: str
    buttons: Mapping[str, str]
    """What each title sends when it is pressed."""
    raw: Json
    edits: int = 0

    @property
    def words(self) -> str:
        """The text in one spelling of its letters, without marks that cannot be seen."""
        return plain(self.text)


@dataclass
class Phone(ABC):
    """A person with a new account; `url` is the fake provider's."""

    url: str
    number: int = field(default_factory=lambda: next(_numbers))

    def say(self, text: str) -> list[Shown]:
        """Write, and wait for the answer."""
        return self._answered(lambda: self.write(text))

    def press(self, title: str) -> list[Shown]:
        """Press a button of the newest message that has it, and wait for the answer."""
        return self._answered(lambda: self._press(self._with_button(title), title))

    @abstractmethod
    def write(self, text: str) -> None:
        """Write without waiting."""

    @abstractmethod
    def give_contact(self) -> list[Shown]:
        """Share the own phone number."""

    @abstractmethod
    def give_place(self, latitude: float, longitude: float) -> list[Shown]:
        """Share where one is."""

    @abstractmethod
    def send_voice(self, content: bytes) -> list[Shown]:
        """Send a voice message."""

    @abstractmethod
    def screen(self) -> list[Shown]:
        """All messages that the person was sent, as they look now."""

    @abstractmethod
    def _press(self, message: Shown, title: str) -> None: ...

    def _with_button(self, title: str) -> Shown:
        found = [each for each in self.screen() if title in each.buttons]
        assert found, f"no button {title!r}, only {[list(one.buttons) for one in self.screen()]}"
        return found[-1]

    def _answered(self, act: Callable[[], None]) -> list[Shown]:
        before = {(each.id, each.edits) for each in self.screen()}
        act()
        until, quiet_since, seen = time.monotonic() + ANSWERED_WITHIN, time.monotonic(), before
        while time.monotonic() < until:
            screen = self.screen()
            now = {(each.id, each.edits) for each in screen}
            if now != seen:
                seen, quiet_since = now, time.monotonic()
            if now != before and time.monotonic() - quiet_since > _SILENCE:
                return [each for each in screen if (each.id, each.edits) not in before]
            time.sleep(0.1)
        raise AssertionError(f"no answer within {ANSWERED_WITHIN:.0f} s")

    def record(self) -> Json:
        """All that the provider knows."""
        response = httpx.get(f"{self.url}/control/record", timeout=30, trust_env=False)
        told: Json = response.json()
        return told

    def control(self, what: str, body: Any) -> Json:
        """Tell the provider something."""
        url = f"{self.url}/control/{what}"
        response = httpx.post(url, json=body, timeout=30, trust_env=False)
        response.raise_for_status()
        told: Json = response.json()
        return told


def dump(shown: list[Shown]) -> str:
    """What a test shows of an answer that is wrong."""
    return json.dumps([[each.text, list(each.buttons)] for each in shown], ensure_ascii=False)
