"""What the fake Bot API remembers: what waits for the bot, what it was sent, what is to go wrong."""

import asyncio
import random
from dataclasses import asdict, dataclass, field
from typing import Any

from tests.fakes.telegram_limits import Limits


class Refusal(Exception):
    """An error as Telegram puts it."""

    def __init__(self, status: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.status = status
        self.body: dict[str, Any] = {
            "ok": False,
            "error_code": status,
            "description": description,
        }
        if parameters:
            self.body["parameters"] = parameters


@dataclass
class Fault:
    """What goes wrong with the next calls of a method.

    `kind`: `error` (Telegram's own), `page` (a gateway's HTML), `odd` (a success
    without a result), `drop_before` and `drop_after` (the
    socket, before or after the call took effect), `delay` (of `seconds`, then as usual).
    """

    kind: str
    method: str = "*"
    chat: str | None = None
    status: int = 500
    description: str = "Internal Server Error"
    parameters: dict[str, Any] = field(default_factory=dict)
    seconds: float = 0.0
    times: int = 1
    """How often; a negative number is for ever."""

    def concerns(self, method: str, chat: str | None) -> bool:
        return self.method in ("*", method) and self.chat in (None, chat) and self.times != 0


@dataclass
class Call:
    """One request of the bot and what became of it."""

    method: str
    parameters: dict[str, Any]
    at: float
    status: int = 0
    fault: str | None = None


@dataclass
class Sent:
    """A message as the person's app shows it."""

    chat_id: str
    message_id: int
    text: str
    entities: list[dict[str, Any]]
    reply_markup: dict[str, Any] | None
    at: float
    edits: int = 0


@dataclass
class Webhook:
    url: str = ""
    secret: str = ""
    allowed: list[str] = field(default_factory=list)
    last_error: str = ""
    last_error_at: int = 0


class State:
    """Everything of one bot."""

    def __init__(self, token: str, username: str) -> None:
        self.token = token
        self.me = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Rahbar",
            "username": username,
        }
        self.limits = Limits()
        self.webhook = Webhook()
        self.pending: dict[int, dict[str, Any]] = {}
        """In the order of their delivery."""
        self.acknowledged: list[int] = []
        self.changed = asyncio.Condition()
        self.polls = 0
        self.is_closing = False
        self.calls: list[Call] = []
        self.sent: list[Sent] = []
        self.faults: list[Fault] = []
        self.queries: set[str] = set()
        """Of pressed buttons, not answered yet."""
        self.answered: list[str] = []
        self.blocked: set[str] = set()
        self.migrated: dict[str, int] = {}
        self.files: dict[str, tuple[str, bytes]] = {}
        self.settings: dict[str, Any] = {}
        self.next_update = random.randrange(100_000_000, 900_000_000)
        self.next_message = 1000

    def fault_of(self, method: str, chat: str | None) -> Fault | None:
        """Take the next fault of a call."""
        fault = next((fault for fault in self.faults if fault.concerns(method, chat)), None)
        if fault is not None:
            fault.times -= 1
        return fault

    async def add(self, updates: list[dict[str, Any]]) -> list[int]:
        """Let updates wait for the bot; those without an id get the next."""
        ids = []
        async with self.changed:
            for update in updates:
                if "update_id" not in update:
                    update = {"update_id": self.next_update, **update}
                    self.next_update += 1
                self.pending[update["update_id"]] = update
                ids.append(update["update_id"])
                query = update.get("callback_query")
                if isinstance(query, dict) and "id" in query:
                    self.queries.add(query["id"])
            self.changed.notify_all()
        return ids

    def acknowledge(self, update_id: int) -> None:
        if self.pending.pop(update_id, None) is not None:
            self.acknowledged.append(update_id)

    async def close(self) -> None:
        """Let nobody wait any longer."""
        self.is_closing = True
        async with self.changed:
            self.changed.notify_all()

    def record(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "calls": [asdict(call) for call in self.calls],
            "sent": [asdict(message) for message in self.sent],
            "pending": list(self.pending),
            "acknowledged": self.acknowledged,
            "answered": self.answered,
            "webhook": self.webhook.url,
            "settings": self.settings,
        }
