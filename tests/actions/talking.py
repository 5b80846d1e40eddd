"""Talks with the actions as Rasa does: a fake tracker in, messages and slots out."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from actions.action import GuardedAction, Services
from actions.names import INTENTS
from actions.registry import answer

START = datetime(2026, 4, 15, 6, 0, tzinfo=UTC)


class Answer:
    """What the user gets, and what the desk reads."""

    def __init__(self, messages: Sequence[Mapping[str, Any]], events: Sequence[Any]) -> None:
        self.messages = messages
        self.events = events

    @property
    def text(self) -> str:
        return "\n".join(message["text"] for message in self.messages if message.get("text"))

    @property
    def buttons(self) -> list[dict[str, str]]:
        return [button for message in self.messages for button in message.get("buttons") or ()]

    @property
    def payloads(self) -> list[str]:
        return [button["payload"] for button in self.buttons]

    @property
    def about(self) -> dict[str, Any]:
        about: dict[str, Any] = self.messages[-1]["custom"]["rahbar"]
        return about


class Talk:
    """One conversation: keeps its slots, and a minute passes between messages."""

    def __init__(self, services: Services, sender: str = "web:test") -> None:
        self._actions = {intent: GuardedAction(intent, answer, services) for intent in INTENTS}
        self.slots: dict[str, Any] = {}
        self.sender = sender
        self.now = START
        self.turn = 0

    async def say(
        self,
        intent: str,
        text: str = "",
        *,
        language: str | None = None,
        page: str | None = None,
        ranking: Sequence[tuple[str, float]] = (),
        message_id: str | None = None,
        names_language: str | None = None,
        place: int | None = None,
        age: int | None = None,
        bare: bool = False,
        which: bool = False,
        handoff: Mapping[str, Any] | None = None,
        **entities: Any,
    ) -> Answer:
        if names_language:
            entities["language"] = names_language
        self.turn += 1
        self.now += timedelta(minutes=1)
        latest = {
            "text": text or f"/{intent}",
            "intent": {"name": intent, "confidence": 0.9},
            "intent_ranking": [{"name": name, "confidence": c} for name, c in ranking],
            "entities": list(_entities(entities, text)),
            "language": language,
            "place_in_list": place,
            "age": age,
            "bare_detail": bare,
            "asks_which": which,
            "metadata": {
                "message_id": message_id or f"{self.sender}#{self.turn}",
                "now": self.now.isoformat(),
                "language": page,
                "channel": "web",
                **({"handoff": handoff} if handoff else {}),
            },
        }
        tracker = Tracker(self.sender, dict(self.slots), latest, [], False, None, {}, None)
        dispatcher = CollectingDispatcher()
        events = await self._actions[intent].run(dispatcher, tracker, {})
        self.slots |= {event["name"]: event["value"] for event in events}
        return Answer(dispatcher.messages, events)


def _entities(entities: Mapping[str, Any], text: str) -> Sequence[dict[str, Any]]:
    return [
        {"entity": name, "value": value, "text": text}
        for name, values in entities.items()
        for value in (values if isinstance(values, list) else [values])
    ]
