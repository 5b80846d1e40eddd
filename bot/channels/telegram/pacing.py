"""How fast Telegram lets a bot send: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits

The exact limits are not published; where they are tighter, Telegram says `retry_after`.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from aiolimiter import AsyncLimiter

_REMEMBERED: Final = 10_000


class Pace:
    """The limiters of one bot; they belong to the event loop that first waits for them.

    A limiter lets its whole capacity through at once and then refills, so that a minute (a second)
    sees at most capacity + refill: each pair below stays within Telegram's figure.
    """

    def __init__(self) -> None:
        self._overall = AsyncLimiter(5, 0.2)  # 5 at once and 25/s: at most 30 in any second
        self._of = lru_cache(maxsize=_REMEMBERED)(_limiter)

    def limiters(self, address: str) -> Sequence[AsyncLimiter]:
        """What one message to an address waits for; the chat's own first, not to block others."""
        return self._of(address), self._overall


def _limiter(address: str) -> AsyncLimiter:
    if address.startswith("-"):
        return AsyncLimiter(5, 20)  # a group: 5 at once and 15/min, at most 20 in any minute
    return AsyncLimiter(3, 3)  # a person: 1/s, after a burst of 3
