"""The few sentences that the desk says itself, when the assistant cannot."""

from pathlib import Path

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.languages import DEFAULT, known
from bot.messages import BotMessage, Question, Reply
from bot.store import Store
from locales import Speaker
from programmes import queries
from programmes.tickets import open_ticket

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

    def cannot_read(self, language: str | None) -> str:
        """What was sent is of a kind that nobody here can read."""
        return self._speaker.say("desk.cannot_read", self.language(language))

    async def file_received(self, store: Store, question: Question, key: str) -> Reply:
        """A person will listen or look; under a reference, which the same key gives again."""
        spoken = self.language(question.language)
        kind = (question.content or {}).get("kind", "document")
        async with store.write() as connection:
            session = AsyncSession(bind=connection, expire_on_commit=False)
            ticket = await open_ticket(
                session, "human", question.conversation_id, {"file": kind}, key
            )
            await session.flush()
        word = self._speaker.say(f"file.{kind}", spoken)
        text = self._speaker.say(
            "desk.file_received", spoken, file=word, reference=ticket.reference
        )
        return Reply((BotMessage(text),), spoken, author="desk")

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
