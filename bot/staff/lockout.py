"""How long wrong attempts lock an account or an address."""

import ipaddress
import math
import time
from datetime import timedelta
from typing import Final

from limits import RateLimitItem, RateLimitItemPerDay, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from bot.staff.errors import LockedOut

FREE_ATTEMPTS: Final = 5
FIRST_LOCK: Final = timedelta(seconds=30)
LONGEST_LOCK: Final = timedelta(hours=1)
#: Wrong attempts of one address: an office of many people shares one, so there is some room, and
#: each longer window makes who goes on wait longer.
ADDRESS_WINDOWS: Final[tuple[RateLimitItem, ...]] = (
    RateLimitItemPerMinute(10),
    RateLimitItemPerHour(40),
    RateLimitItemPerDay(120),
)


def lock_after(failed_attempts: int) -> timedelta:
    """How long an account rests after so many wrong attempts in a row: doubled each time."""
    over = failed_attempts - FREE_ATTEMPTS
    if over < 0:
        return timedelta(0)
    # Beyond 2^12 it is the longest anyway; the power of a large number is not computed.
    return min(LONGEST_LOCK, FIRST_LOCK * (1 << min(over, 12)))


class AddressGuard:
    """Counts the wrong attempts of each internet address, in this process."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def check(self, address: str) -> None:
        """Raise LockedOut where the address has used up a window."""
        key = network(address)
        for window in ADDRESS_WINDOWS:
            if not self._limiter.test(window, key):
                reset = self._limiter.get_window_stats(window, key).reset_time
                raise LockedOut(max(1, math.ceil(reset - time.time())))

    def count(self, address: str) -> None:
        """Count a wrong attempt."""
        for window in ADDRESS_WINDOWS:
            self._limiter.hit(window, network(address))


def network(address: str) -> str:
    """Whom an address stands for: one subscriber has a whole /64 of IPv6."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address):
        return address
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, 64), strict=False))
