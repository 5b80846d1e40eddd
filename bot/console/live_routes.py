"""The stream of server-sent events of an open console."""

import json
import time
from asyncio import wait_for
from collections.abc import AsyncIterator
from typing import Annotated, Final

from fastapi import APIRouter, Header, Query, Request
from sse_starlette import EventSourceResponse, ServerSentEvent

from bot.console.live import Live, Watcher
from bot.console.live_events import Event
from bot.console.live_marks import Mark
from bot.errors import TooManyMessages
from bot.staff.web import Caller, WatchingStaff, is_still_in

#: Milliseconds that a browser waits before it opens a broken stream again.
_RECONNECT: Final = 1000
#: Seconds after which it is looked whether the member is still logged in.
_CHECKED: Final = 5.0
#: Streams of one member on one desk: a page each.
_MOST: Final = 12
_RETRY: Final = 30

router = APIRouter(prefix="/console", include_in_schema=False)


@router.get("/events")
async def events(
    request: Request,
    caller: WatchingStaff,
    after: Annotated[str | None, Query()] = None,
    last_event_id: Annotated[str | None, Header()] = None,
) -> EventSourceResponse:
    """What happens from now on, or since an event (`Last-Event-ID`, else `after`)."""
    desk = request.app.state.desk
    if desk.live.streams_of(caller.member.id) >= _MOST:
        raise TooManyMessages(_RETRY)
    mark = Mark.parse(last_event_id) or Mark.parse(after)
    return EventSourceResponse(
        stream(request, caller, desk.live, mark),
        ping=desk.settings.ping_seconds,
        headers={"X-Accel-Buffering": "no"},
    )


async def stream(
    request: Request, caller: Caller, live: Live, mark: Mark | None
) -> AsyncIterator[ServerSentEvent]:
    """First what was missed, then what comes."""
    async with live.watch(caller.member) as watcher:
        yield ServerSentEvent(comment="open", retry=_RECONNECT)
        hello = await live.hello(caller.member)
        if mark is not None:
            missed = await live.since(mark, caller.member)
            for event in [Event("reset", {})] if missed is None else missed:
                yield _told(event)
        yield _told(hello)
        async for coming in _watched(request, caller, live, watcher):
            yield coming


async def _watched(
    request: Request, caller: Caller, live: Live, watcher: Watcher
) -> AsyncIterator[ServerSentEvent]:
    checked = time.monotonic()
    while True:
        try:
            event = await wait_for(watcher.events.get(), _CHECKED)
            if event is None:
                return
            yield _told(event)
        except TimeoutError:
            # Nothing for this member, but others went on: the mark alone, without an event. What
            # came at this very moment goes out first, else a cut now would lose it.
            if watcher.events.empty():
                yield ServerSentEvent(id=str(live.mark))
        if time.monotonic() - checked >= _CHECKED:
            checked = time.monotonic()
            if not await is_still_in(request, caller):
                yield _told(Event("ended", {}))
                return


def _told(event: Event) -> ServerSentEvent:
    mark = str(event.mark) if event.mark is not None else None
    return ServerSentEvent(json.dumps(event.data), event=event.name, id=mark)
