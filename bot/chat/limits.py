"""How much one conversation and one address may ask, so that others' answers stay quick."""

import math
import time

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from bot.errors import TooManyMessages
from bot.settings import Settings


class ChatLimits:
    """Moving windows of one minute, kept in this process."""

    def __init__(self, settings: Settings) -> None:
        self._windows = MovingWindowRateLimiter(MemoryStorage())
        self._conversation = RateLimitItemPerMinute(settings.messages_per_minute)
        self._address = RateLimitItemPerMinute(settings.address_messages_per_minute)

    def spend(self, conversation_id: str, address: str) -> None:
        """Count one message.

        Raises:
            TooManyMessages: the share is used up; it says when to come back.
        """
        for limit, kind, key in (
            (self._conversation, "conversation", conversation_id),
            (self._address, "address", address),
        ):
            if not self._windows.hit(limit, kind, key):
                raise TooManyMessages(self._wait(limit, kind, key))

    def _wait(self, limit: RateLimitItem, kind: str, key: str) -> int:
        reset = self._windows.get_window_stats(limit, kind, key).reset_time
        return max(1, math.ceil(reset - time.time()))
