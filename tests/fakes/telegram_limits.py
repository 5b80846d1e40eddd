"""How much Telegram takes: 30 messages a second in all, 1 a second per person, 20 a minute per group.

https://core.telegram.org/bots/faq#my-bot-is-hitting-limits. A person's chat takes a short burst.
"""

from collections import defaultdict, deque
from dataclasses import dataclass, field
from math import ceil


@dataclass
class Window:
    """At most `most` in any `seconds`."""

    most: int
    seconds: float
    times: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        while self.times and self.times[0] <= now - self.seconds:
            self.times.popleft()
        if len(self.times) < self.most:
            return 0.0
        return self.times[0] + self.seconds - now


class Limits:
    """Say how long a message to a chat has to wait; nothing is counted while it has to."""

    def __init__(self) -> None:
        self.are_kept = True
        self._overall = Window(30, 1.0)
        self._chats: dict[str, Window] = defaultdict(lambda: Window(8, 5.0))
        self._groups: dict[str, Window] = defaultdict(lambda: Window(20, 60.0))

    def retry_after(self, chat: str, now: float) -> int | None:
        if not self.are_kept:
            return None
        of_chat = self._groups[chat] if chat.startswith("-") else self._chats[chat]
        wait = max(of_chat.wait(now), self._overall.wait(now))
        if wait > 0:
            return max(1, ceil(wait))
        of_chat.times.append(now)
        self._overall.times.append(now)
        return None
