"""The chat API: say something in a web conversation, and read what has been said."""

from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field

from bot import history, references
from bot.chat import wire
from bot.chat.access import TheDesk, WebConversation
from bot.errors import EmptyText, TextTooLong
from bot.inbox import WEB
from bot.languages import Language
from bot.messages import Identity, Incoming, Kind, Sender
from bot.tables import BOT
from bot.typed import clean, is_blank

CHANNEL: Final = WEB
_HISTORY: Final = 100
_LARGEST_POSITION: Final = 2**31 - 1
#: What stands in the history for a press of a button until it is known, or means nothing.
_INVALID_PRESS: Final = "…"

router = APIRouter(prefix="/api/chat/{conversation_id}")
Position = Annotated[int | None, Query(ge=0, le=_LARGEST_POSITION)]


class Sent(BaseModel):
    """What a client sends; the same `id` again is the same message."""

    model_config = ConfigDict(strict=True, extra="ignore")

    text: str
    id: str | None = Field(None, min_length=1, max_length=128, pattern=r"^[\x21-\x7e]+$")
    language: Language | None = None


@router.post("/messages")
async def send(
    conversation_id: WebConversation, sent: Sent, desk: TheDesk, request: Request
) -> dict[str, Any]:
    """Store a message, wait for its answer, give the answer."""
    text = readable(sent.text, desk.settings.max_characters)
    desk.limits.count(conversation_id, request.client.host if request.client else "")
    accepted = await desk.receiving.receive([_incoming(conversation_id, text, sent)])
    # Whoever hangs up meanwhile does not end the turn: the answer is stored all the same.
    return wire.answered(await desk.answer_of(accepted[0]))


@router.get("/messages")
async def read(
    conversation_id: WebConversation, desk: TheDesk, before: Position = None
) -> dict[str, Any]:
    """The newest messages of the conversation (before a position), oldest first."""
    async with desk.store.read() as session:
        conversation = await history.conversation(session, conversation_id)
        messages = await history.messages(session, conversation_id, _HISTORY, before)
    return {
        "owner": wire.owner(conversation.owner) if conversation else BOT,
        "language": conversation.language if conversation else None,
        "position": messages[-1].position if messages else 0,
        "messages": [wire.stored(message) for message in messages],
    }


def _incoming(conversation_id: str, text: str, sent: Sent) -> Incoming:
    value = conversation_id.removeprefix(f"{CHANNEL}:")
    sender = Sender(CHANNEL, (Identity("user", value),), address=value)
    if not references.is_reference(text):
        return Incoming(sender, text, sent.id, language=sent.language)
    return Incoming(
        sender, _INVALID_PRESS, sent.id, Kind.PRESS, reference=text, language=sent.language
    )


def readable(text: str, longest: int) -> str:
    """The text without what nobody can read. Raises EmptyText or TextTooLong."""
    cleaned = clean(text)
    if is_blank(cleaned):
        raise EmptyText("the message holds no text")
    if len(cleaned) > longest:
        raise TextTooLong(f"the message has {len(cleaned)} characters, at most {longest} are read")
    return cleaned
