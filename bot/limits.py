"""How much one conversation and one internet address may send."""

import math
import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from bot.errors import TooManyMessages


class Limits:
    """Moving windows of a minute, held in this process."""

    def __init__(self, per_conversation: int, per_address: int) -> None:
        """Takes the most messages a minute of either."""
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._conversation = RateLimitItemPerMinute(per_conversation)
        self._address = RateLimitItemPerMinute(per_address)

    def count(self, conversation_id: str, address: str) -> None:
        """Count a message. Raises TooManyMessages where a share is used up."""
        for item, key in ((self._conversation, conversation_id), (self._address, address)):
            if not self._limiter.hit(item, key):
                reset = self._limiter.get_window_stats(item, key).reset_time
                raise TooManyMessages(max(1, math.ceil(reset - time.time())))
