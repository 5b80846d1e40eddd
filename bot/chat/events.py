"""What happens in a conversation, as server-sent events that survive a lost connection."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header, HTTPException, Query
from sse_starlette import EventSourceResponse, ServerSentEvent

from bot import history
from bot.announcements import Happening
from bot.chat.access import ConversationId, TheDesk
from bot.chat.schemas import question_out, turn_out
from bot.desk import Desk
from bot.messages import Question, Turn

router = APIRouter(prefix="/api/chat/{conversation_id}")


@router.get("/events")
async def follow(
    conversation_id: ConversationId,
    desk: TheDesk,
    after: Annotated[int | None, Query(ge=0, le=2**31 - 1)] = None,
    last_event_id: Annotated[str | None, Header()] = None,
) -> EventSourceResponse:
    """Stream answers from now on, or from a position (`after`, Last-Event-ID) on."""
    if desk.announcements.count(conversation_id) >= desk.settings.streams_per_conversation:
        raise HTTPException(429, "too many open streams", {"Retry-After": "10"})
    start = int(last_event_id) if is_position(last_event_id) else after
    return EventSourceResponse(
        happenings(desk, conversation_id, start),
        ping=desk.settings.ping_seconds,
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


def is_position(text: str | None) -> bool:
    """Whether a client's Last-Event-ID can be one of ours."""
    return text is not None and text.isascii() and text.isdigit() and len(text) <= 9


async def happenings(
    desk: Desk, conversation_id: str, start: int | None
) -> AsyncIterator[ServerSentEvent]:
    """First what was missed, then what comes; an answer is never told twice."""
    with desk.announcements.listen(conversation_id) as arrivals, desk.metrics.streams.track_inprogress():
        told = start or 0
        yield ServerSentEvent(comment="ready", retry=3000)
        if start is not None:
            for turn in await _missed(desk, conversation_id, start):
                told = max(told, turn.position)
                yield _event(turn)
        while (happening := await arrivals.get()) is not None:
            if isinstance(happening, Question) or happening.position > told:
                yield _event(happening)


async def _missed(desk: Desk, conversation_id: str, position: int) -> list[Turn]:
    async with desk.store.read() as session:
        return await history.turns_after(session, conversation_id, position)


def _event(happening: Happening) -> ServerSentEvent:
    if isinstance(happening, Question):
        # No id: a reader who comes back must still get the answers stored before this question.
        return ServerSentEvent(question_out(happening).model_dump_json(), event="question")
    data = turn_out(happening).model_dump_json()
    return ServerSentEvent(data, event="answer", id=str(happening.position))
