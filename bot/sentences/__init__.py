"""The few sentences that the desk says itself, when the assistant cannot."""

from pathlib import Path

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.languages import DEFAULT, known
from bot.store import Store
from locales import Speaker
from programmes import queries

log = structlog.get_logger(__name__)


class Sentences:
    """Speaks the desk's own sentences in the person's language."""

    def __init__(self) -> None:
        self._speaker = Speaker(Path(__file__).parent)

    def language(self, language: str | None) -> str:
        """The language to speak: the given one when it is ours, else English."""
        return known(language) or DEFAULT

    def button_expired(self, language: str | None) -> str:
        """The pressed button is no longer valid."""
        return self._speaker.say("desk.button_expired", self.language(language))

    async def apology(self, store: Store, language: str | None) -> str:
        """There is no answer now; with the helpline's number when the database knows it."""
        spoken = self.language(language)
        numbers = await _helpline(store)
        if numbers:
            return self._speaker.say("desk.engine_down", spoken, phone=numbers)
        return self._speaker.say("desk.engine_down_no_phone", spoken)


async def _helpline(store: Store) -> str:
    try:
        async with store.read() as session:
            office = await queries.head_office(session)
    except SQLAlchemyError:
        log.exception("head_office_not_read")
        return ""
    if office is None:
        return ""
    return office.contact.helpline or next(iter(office.contact.phone), "")
