"""The helpline's own phone number and hours, from the head office's record."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from programmes.models import Office
from programmes.queries import head_office

REREAD_AFTER: Final = timedelta(minutes=5)


class Helpline:
    """Remembers the head office, so that an apology has a number when the database has none.

    It is read again after five minutes: staff may correct it while the server runs.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._read_at: datetime | None = None
        self._office: Office | None = None

    @property
    def known_phone(self) -> str | None:
        """The number as last read, without asking the database."""
        return first_phone(self._office)

    async def office(self, session: AsyncSession) -> Office | None:
        """The head office; None only while the database is empty."""
        now = self._clock()
        if self._office is None or self._read_at is None or now - self._read_at > REREAD_AFTER:
            self._office, self._read_at = await head_office(session), now
        return self._office

    async def phone(self, session: AsyncSession) -> str | None:
        """The number to call."""
        return first_phone(await self.office(session))


def first_phone(office: Office | None) -> str | None:
    """The first number of an office."""
    return office.contact.phone[0] if office and office.contact.phone else None
