"""An engine that answers at once, as told, and remembers what it was asked."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.engine import Engine
from bot.errors import EngineUnavailable
from bot.messages import BotMessage, Button, Reply


@dataclass(frozen=True)
class Asked:
    """One call of the engine."""

    conversation_id: str
    text: str
    metadata: Mapping[str, Any]


def echo(text: str) -> Reply:
    """Say the words back, with one button."""
    button = Button("Documents", '/ask_programme_documents{"programme": "sbp-saaf"}')
    return Reply((BotMessage(f"You said: {text}", (button,)),), "en", "inform", {"topic": "loan"})


@dataclass
class FakeEngine(Engine):
    """Fails `failures` times before each success; takes `seconds` for an answer."""

    answer: Callable[[str], Reply] = echo
    failures: int = 0
    seconds: float = 0.0
    ready: bool = True
    asked: list[Asked] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0

    async def reply(self, conversation_id: str, text: str, metadata: Mapping[str, Any]) -> Reply:
        """Answer as told."""
        self.asked.append(Asked(conversation_id, text, metadata))
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(self.seconds)
        finally:
            self.at_once -= 1
        if self.failures > 0:
            self.failures -= 1
            raise EngineUnavailable("told to fail")
        return self.answer(text)

    async def is_ready(self) -> bool:
        """As told."""
        return self.ready
