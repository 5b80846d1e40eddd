"""Files that people sent, from our own storage, to who may open their conversation."""

from pathlib import Path
from typing import Any, Final

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import FileResponse
from sqlalchemy import select

from bot.console.conversation.looking import note_act, permitted
from bot.console.keys import Named
from bot.console.numbers import RowNumber
from bot.media.kinds import KEPT
from bot.staff.permissions import Action
from bot.staff.web import CurrentStaff, TheStore
from bot.store import Store
from bot.tables import Conversation, Media, Message
from bot.tables.columns import now

#: What a browser shows in the page; everything else is handed out as a file.
_SHOWN: Final = ("image/", "audio/", "video/")

router = APIRouter(prefix="/console/media", include_in_schema=False)


@router.get("/{media_id}")
async def file(
    request: Request, media_id: RowNumber, store: TheStore, caller: CurrentStaff
) -> Response:
    """One file; every time that it is opened is on record."""
    row = await _row(store, media_id)
    here = Named(row.id, row.key)
    async with store.write() as connection:
        seen = await permitted(connection, caller, Action.OPEN_MEDIA, here, now())
        await note_act(connection, seen, Action.OPEN_MEDIA, media=media_id)
    path = _kept(request.app.state.desk.settings.media, row)
    is_shown = row.mime.startswith(_SHOWN)
    return FileResponse(
        path,
        media_type=row.mime,
        filename=row.name or f"{row.kind}-{media_id}",
        content_disposition_type="inline" if is_shown else "attachment",
    )


async def _row(store: Store, media_id: int) -> Any:
    statement = (
        select(Media.kind, Media.mime, Media.name, Media.size, Media.path)
        .add_columns(Conversation.id, Conversation.key)
        .join(Message, Message.id == Media.message_id)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Media.id == media_id)
    )
    async with store.read() as session:
        row = (await session.execute(statement)).one_or_none()
    if row is None:
        raise HTTPException(404, "There is no such file.")
    return row


def _kept(folder: Path, row: Any) -> Path:
    """Where the file lies, if it is there and still what was checked when it came.

    Raises:
        HTTPException: it was refused, is not here yet, or is not what was stored.
    """
    if row.path is None or row.mime not in KEPT:
        raise HTTPException(404, "This file was not kept.")
    path: Path = (folder / row.path).resolve()
    is_ours = path.is_relative_to(folder.resolve()) and path.is_file()
    if not is_ours or path.stat().st_size != row.size:
        raise HTTPException(404, "This file is not here any more.")
    return path
