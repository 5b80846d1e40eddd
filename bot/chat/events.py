"""What happens in a conversation, as server-sent events that survive a lost connection."""

import json
from collections.abc import AsyncIterator
from typing import Annotated, Final

from fastapi import APIRouter, Header
from sse_starlette import EventSourceResponse, ServerSentEvent

from bot import history
from bot.announcements import Happening
from bot.chat import wire
from bot.chat.access import TheDesk, WebConversation
from bot.chat.api import Position
from bot.desk import Desk
from bot.errors import TooManyMessages
from bot.messages import Post, Question, Turn

#: Seconds after which a client with too many open streams may ask again.
_RETRY_STREAM: Final = 30
#: Milliseconds that a browser waits before it opens a broken stream again.
_RECONNECT: Final = 2000

router = APIRouter(prefix="/api/chat/{conversation_id}")


@router.get("/events")
async def events(
    conversation_id: WebConversation,
    desk: TheDesk,
    after: Position = None,
    last_event_id: Annotated[str | None, Header()] = None,
) -> EventSourceResponse:
    """Stream what happens from now on, or from a position (`Last-Event-ID`, else `after`) on."""
    if desk.announcements.count(conversation_id) >= desk.settings.streams_per_conversation:
        raise TooManyMessages(_RETRY_STREAM)
    start = position(last_event_id)
    return EventSourceResponse(
        stream(desk, conversation_id, after if start is None else start),
        ping=desk.settings.ping_seconds,
        headers={"X-Accel-Buffering": "no"},
    )


def position(last_event_id: str | None) -> int | None:
    """The position that a client names; None where it names none of ours."""
    given = last_event_id or ""
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None


async def stream(
    desk: Desk, conversation_id: str, last: int | None
) -> AsyncIterator[ServerSentEvent]:
    """First what was missed, then what comes; no answer is told twice."""
    listening = desk.announcements.listen(conversation_id)
    with listening as happenings, desk.metrics.streams.track_inprogress():
        shown = last or 0
        yield ServerSentEvent(comment="open", retry=_RECONNECT)
        if last is not None:
            async with desk.store.read() as session:
                turns = await history.turns_after(session, conversation_id, last)
                posts = await history.posts_after(session, conversation_id, last)
            everything: list[Turn | Post] = [*turns, *posts]
            for missed in sorted(everything, key=lambda each: each.position):
                shown = missed.position
                yield _event(missed)
        while (happening := await happenings.get()) is not None:
            if isinstance(happening, Question) or happening.position > shown:
                yield _event(happening)


def _event(happening: Happening) -> ServerSentEvent:
    if isinstance(happening, Question):
        # Without an id: who comes back must still be told the answers that were stored before it.
        return ServerSentEvent(_json(wire.asked(happening)), event="question")
    if isinstance(happening, Post):
        data = _json(wire.posted(happening))
        return ServerSentEvent(data, event="message", id=str(happening.position))
    data = _json(wire.answered(happening))
    return ServerSentEvent(data, event="answer", id=str(happening.position))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
