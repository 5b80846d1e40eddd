"""All that a handler needs to answer one question."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from actions.details import Details
from actions.helpline import Helpline
from actions.memory import Context, Memory
from actions.message import Message
from actions.reply import Reply
from actions.voice import Voice


@dataclass(frozen=True, slots=True)
class Enquiry:
    """A question: ``intent`` and ``details`` may be an earlier question's, asked again."""

    intent: str
    details: Details
    message: Message
    memory: Memory
    session: AsyncSession
    voice: Voice
    helpline: Helpline
    answer: Callable[["Enquiry"], Awaitable[Reply]]
    offset: int = 0
    is_in_place_of_another: bool = False
    """Whether an answer asked this itself, so that it is not what the message was understood as."""

    @property
    def today(self) -> date:
        """The day in Pakistan on which it is asked."""
        return self.message.today

    @property
    def context(self) -> Context | None:
        """What was talked about last, if that is not too long ago."""
        return self.memory.context

    async def ask(self, intent: str, details: Details, offset: int = 0) -> Reply:
        """Answer another question in this one's place."""
        again = replace(
            self, intent=intent, details=details, offset=offset, is_in_place_of_another=True
        )
        return await self.answer(again)

    async def phone(self) -> str | None:
        """The helpline's phone number, as the head office's record prints it."""
        return await self.helpline.phone(self.session)


Handler = Callable[[Enquiry], Awaitable[Reply]]
