"""Who may speak: a web conversation is opened by its unguessable id alone."""

import re
from typing import Annotated

from fastapi import Depends, HTTPException, Request

from bot.desk import Desk

_WEB_ID = re.compile(r"web:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


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
