"""How long to wait before a part is tried again."""

import random
from datetime import timedelta
from typing import Final

from bot.channels.errors import Temporary

_LONGEST: Final = 3600.0


def pause(error: Temporary, attempts: int) -> timedelta:
    """What the provider asked for, else base^0, base^1, ... seconds, jittered upwards by a tenth."""
    seconds = error.retry_after
    if seconds is None:
        seconds = min(error.base ** (attempts - 1), _LONGEST)
    return timedelta(seconds=seconds * (1 + random.random() * 0.1))
