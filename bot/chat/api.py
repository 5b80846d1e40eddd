"""The chat API: `web:<uuid>` conversations only; the unguessable id is the key."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Header, HTTPException, Request
from pydantic import BaseModel, ConfigDict, Field
from sse_starlette import EventSourceResponse, ServerSentEvent

from bot import history, inbox, references
from bot.desk import Desk
from bot.errors import EmptyText, TextTooLong, TooManyMessages
from bot.languages import Language
from bot.messages import Incoming, Turn
from bot.tables import BOT, Message, now
from bot.typed import clean, is_blank

CHANNEL: Final = "web"
_WEB_ID = re.compile(r"web:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_HISTORY: Final = 100
_RETRY_STREAM: Final = 30

router = APIRouter(prefix="/api/chat/{conversation_id}")


class Sent(BaseModel):
    """What a client sends."""

    model_config = ConfigDict(strict=True, extra="ignore")

    text: str
    id: str | None = Field(None, min_length=1, max_length=128)
    language: Language | None = None


def the_desk(request: Request) -> Desk:
    """The parts of the desk."""
    desk: Desk = request.app.state.desk
    return desk


def web_conversation(conversation_id: str) -> str:
    """The id of a web conversation; anything else is not found."""
    if not _WEB_ID.fullmatch(conversation_id):
        raise HTTPException(404, "There is no such conversation.")
    return conversation_id


TheDesk = Annotated[Desk, Depends(the_desk)]
WebConversation = Annotated[str, Depends(web_conversation)]


@router.post("/messages")
async def send(
    conversation_id: WebConversation, sent: Sent, desk: TheDesk, request: Request
) -> dict[str, Any]:
    """Store a message, wait for its answer, give the answer."""
    text = readable(sent.text, desk.settings.max_characters)
    desk.limits.count(conversation_id, request.client.host if request.client else "")
    incoming = await _incoming(desk, conversation_id, text, sent)
    question, _ = await inbox.accept(desk.store, incoming)
    # Whoever hangs up meanwhile does not end the turn: the answer is stored all the same.
    turn = await asyncio.shield(desk.dispatcher.submit(question))
    return as_json(turn)


@router.get("/messages")
async def read(conversation_id: WebConversation, desk: TheDesk) -> dict[str, Any]:
    """The newest messages of the conversation, oldest first."""
    async with desk.store.read() as session:
        conversation = await history.conversation(session, conversation_id)
        messages = await history.messages(session, conversation_id, _HISTORY)
    return {
        "owner": conversation.owner if conversation else BOT,
        "language": conversation.language if conversation else None,
        "messages": [_stored(message) for message in messages],
    }


@router.get("/events")
async def events(
    conversation_id: WebConversation,
    desk: TheDesk,
    last_event_id: Annotated[int | None, Header(ge=0)] = None,
) -> EventSourceResponse:
    """Stream answers as server-sent events; `Last-Event-ID` takes up where a reader left."""
    if desk.announcements.count(conversation_id) >= desk.settings.streams_per_conversation:
        raise TooManyMessages(_RETRY_STREAM)
    return EventSourceResponse(
        _stream(desk, conversation_id, last_event_id), ping=desk.settings.ping_seconds
    )


async def _stream(
    desk: Desk, conversation_id: str, last: int | None
) -> AsyncIterator[ServerSentEvent]:
    with desk.announcements.listen(conversation_id) as happenings, desk.metrics.streams.track_inprogress():
        shown = last or 0
        if last is not None:
            async with desk.store.read() as session:
                missed = await history.turns_after(session, conversation_id, last)
            for turn in missed:
                shown = turn.position
                yield _event(turn)
        while (happening := await happenings.get()) is not None:
            if isinstance(happening, Turn) and happening.position > shown:
                shown = happening.position
                yield _event(happening)


def _event(turn: Turn) -> ServerSentEvent:
    data = json.dumps(as_json(turn), ensure_ascii=False)
    return ServerSentEvent(data, event="answer", id=str(turn.position))


async def _incoming(desk: Desk, conversation_id: str, text: str, sent: Sent) -> Incoming:
    payload, refused = None, False
    if references.is_reference(text):
        async with desk.store.read() as session:
            button = await references.resolve(session, conversation_id, text, now())
        refused = button is None
        if button is not None:
            text, payload = button.title, button.payload
    return Incoming(conversation_id, CHANNEL, text, sent.id, payload, sent.language, refused)


def readable(text: str, longest: int) -> str:
    """The text without what nobody can read. Raises EmptyText or TextTooLong."""
    cleaned = clean(text)
    if is_blank(cleaned):
        raise EmptyText("the message holds no text")
    if len(cleaned) > longest:
        raise TextTooLong(f"the message has {len(cleaned)} characters, at most {longest} are read")
    return cleaned


def as_json(turn: Turn) -> dict[str, Any]:
    """An answer as clients get it."""
    return {
        "owner": turn.owner,
        "language": turn.language,
        "intent": turn.intent,
        "replies": [
            {"text": reply.text, "buttons": [asdict(button) for button in reply.buttons]}
            for reply in turn.replies
        ],
        "id": turn.external_id,
        "question": turn.question,
        "position": turn.position,
    }


def _stored(message: Message) -> dict[str, Any]:
    return {
        "position": message.position,
        "direction": message.direction,
        "text": message.text,
        "language": message.language,
        "buttons": [asdict(button) for button in history.buttons_of(message)],
    }
