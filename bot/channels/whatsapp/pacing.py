"""How fast the Cloud API lets one number send, to one person and to all.

To one person: 1 message in 6 seconds, of which 45 can be borrowed at once. To all: 80 a second,
what people send us counted among them, so that we take 60.
Source: developers.facebook.com/documentation/business-messaging/whatsapp/throughput
"""

from collections import OrderedDict
from typing import Final

from aiolimiter import AsyncLimiter

_BURST: Final = 45
_SECONDS_EACH: Final = 6
_PER_SECOND: Final = 60

#: Persons that are remembered; after 270 seconds of silence there is nothing to remember.
_MOST_PERSONS: Final = 20_000


class Pace:
    """The limiters of one number."""

    def __init__(self) -> None:
        # A tenth of a second's share at once: with a whole one, the first second would hold two.
        self._all = AsyncLimiter(_PER_SECOND / 10, 0.1)
        self._persons: OrderedDict[str, AsyncLimiter] = OrderedDict()

    def of(self, address: str) -> tuple[AsyncLimiter, AsyncLimiter]:
        """The person's limiter, then that of all: whoever waits for one holds up no others."""
        person = self._persons.pop(address, None)
        if person is None:
            person = AsyncLimiter(_BURST, _BURST * _SECONDS_EACH)
        self._persons[address] = person
        while len(self._persons) > _MOST_PERSONS:
            self._persons.popitem(last=False)
        return person, self._all
