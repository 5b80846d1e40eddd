"""What the fake Cloud API knows: who wrote when, what it was sent, how fast."""

import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from .whatsapp_faults import Faults
from .whatsapp_limits import Refusal, refusal_of
from .whatsapp_payloads import BUSINESS_ID, PHONE_ID, wamid


@dataclass
class Rules:
    """Limits of the account; 0 or None switches one off."""

    token: str = "EAAGtesttoken"
    app_secret: str = "an-app-secret"
    verify_token: str = "a-verify-token"
    phone_id: str = PHONE_ID
    business_id: str = BUSINESS_ID
    pair_burst: int = 45
    pair_seconds: float = 6.0
    number_rate: int = 80
    """Messages a second, those that people send counted among them."""
    window: float | None = 24 * 3600.0
    statuses: tuple[str, ...] = ()
    """Sent by themselves for each message that is taken, for example `("sent", "delivered")`."""
    scrambled: bool = False
    """Whether these come in the wrong order and twice."""


@dataclass
class Account:
    """One number of one business."""

    rules: Rules = field(default_factory=Rules)
    sent: list[dict[str, Any]] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)
    reads: list[str] = field(default_factory=list)
    files: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    """Where a file is said to be, if not at its own place."""
    faults: Faults = field(default_factory=Faults)
    ahead: float = 0.0
    """Seconds that the clock of the service window runs ahead."""
    last_inbound: dict[str, float] = field(default_factory=dict)
    _pairs: dict[str, tuple[float, float]] = field(default_factory=dict)
    _second: deque[float] = field(default_factory=deque)

    def now(self) -> float:
        return time.time() + self.ahead

    def heard(self, sender: str) -> None:
        """A person wrote: their window is open, and the number's share of a second used."""
        self.last_inbound[sender] = self.now()
        self._second.append(time.monotonic())

    def take(self, body: dict[str, Any]) -> tuple[str, Refusal | None]:
        """Take a message in, or say why not."""
        to = str(body.get("to") or body.get("recipient") or "")
        wrong = refusal_of(body) or self._closed(to, body) or self._too_fast(to)
        record = {"to": to, "at": time.time(), "tag": body.get("biz_opaque_callback_data")}
        if wrong:
            self.refused.append({**record, "code": wrong[0], "body": body})
            return "", wrong
        message_id = wamid()
        self.sent.append({**record, "id": message_id, "type": body["type"], "body": body})
        return message_id, None

    def clear(self) -> None:
        """Forget what was sent and who wrote; the rules stay."""
        for record in (self.sent, self.refused, self.reads, self.files, self.addresses):
            record.clear()
        for record in (self.last_inbound, self._pairs, self._second):
            record.clear()
        self.faults.waiting.clear()
        self.faults.met.clear()
        self.ahead = 0.0

    def _closed(self, to: str, body: dict[str, Any]) -> Refusal | None:
        if self.rules.window is None or body["type"] == "template":
            return None
        is_open = self.now() - self.last_inbound.get(to, 0.0) < self.rules.window
        return None if is_open else (131047, "Re-engagement message")

    def _too_fast(self, to: str) -> Refusal | None:
        now = time.monotonic()
        while self._second and self._second[0] < now - 1:
            self._second.popleft()
        if self.rules.number_rate and len(self._second) >= self.rules.number_rate:
            return 130429, "Rate limit hit"
        level, since = self._pairs.get(to, (0.0, now))
        level = max(0.0, level - (now - since) / self.rules.pair_seconds)
        if self.rules.pair_burst and level + 1 > self.rules.pair_burst:
            return 131056, "Pair rate limit hit"
        self._pairs[to] = (level + 1, now)
        self._second.append(now)
        return None
