"""Who may speak: a web conversation is opened by its unguessable id alone."""

import re
from typing import Annotated, cast

from fastapi import Depends, HTTPException, Path, Request

from bot.chat.limits import ChatLimits
from bot.desk import Desk

_WEB = re.compile(
    r"web:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
)


def web_conversation(conversation_id: Annotated[str, Path()]) -> str:
    """Let `web:<uuid4>` through; any other conversation does not exist here."""
    if not _WEB.fullmatch(conversation_id):
        raise HTTPException(404, "no such conversation")
    return conversation_id


def the_desk(request: Request) -> Desk:
    """The desk of this application."""
    return cast(Desk, request.app.state.desk)


def the_limits(request: Request) -> ChatLimits:
    """The limits of this application."""
    return cast(ChatLimits, request.app.state.limits)


def caller(request: Request) -> str:
    """The internet address that the request came from."""
    return request.client.host if request.client else "unknown"


ConversationId = Annotated[str, Depends(web_conversation)]
TheDesk = Annotated[Desk, Depends(the_desk)]
TheLimits = Annotated[ChatLimits, Depends(the_limits)]
Caller = Annotated[str, Depends(caller)]
