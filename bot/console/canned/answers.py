"""Canned answers in the database: kept, changed, and found by what staff type."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.console.canned.errors import (
    BadShortcut,
    BadText,
    NoCannedAnswer,
    ShortcutTaken,
    UnknownVariable,
)
from bot.console.canned.variables import unknown_in
from bot.tables.canned import canned_table
from programmes.translated import Translated

LONGEST: Final = 1500
"""Characters of one text; all channels carry it in one message."""
_SHORTCUT: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST_SHORTCUT: Final = 40
_canned = canned_table.c


@dataclass(frozen=True, slots=True)
class Canned:
    """One answer as it is kept."""

    id: int
    shortcut: str
    text: Translated


async def everything(connection: AsyncConnection) -> Sequence[Canned]:
    """All answers by their shortcuts."""
    rows = await connection.execute(select(canned_table).order_by(_canned.shortcut))
    return [_read(row) for row in rows]


async def one(connection: AsyncConnection, canned_id: int) -> Canned:
    """An answer by its number. Raises NoCannedAnswer."""
    query = select(canned_table).where(_canned.id == canned_id)
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        raise NoCannedAnswer(str(canned_id))
    return _read(row)


async def found(connection: AsyncConnection, typed: str) -> Sequence[Canned]:
    """The answers with all the words that were typed; first those whose shortcut begins so."""
    sought = typed.strip().lstrip("/").casefold()
    words = sought.split()
    fitting = [each for each in await everything(connection) if _has(each, words)]
    return sorted(fitting, key=lambda each: not each.shortcut.startswith(sought))


async def add(connection: AsyncConnection, shortcut: str, text: Translated, at: datetime) -> int:
    """Keep a new answer; gives its number. Raises CannedRefused."""
    values = {**_checked(shortcut, text), "created_at": at, "updated_at": at}
    statement = insert(canned_table).values(values).returning(_canned.id)
    try:
        async with connection.begin_nested():
            return int((await connection.execute(statement)).scalar_one())
    except IntegrityError as error:
        raise ShortcutTaken(shortcut) from error


async def change(
    connection: AsyncConnection, canned_id: int, shortcut: str, text: Translated, at: datetime
) -> None:
    """Change an answer. Raises CannedRefused."""
    values = {**_checked(shortcut, text), "updated_at": at}
    statement = update(canned_table).where(_canned.id == canned_id).values(values)
    try:
        async with connection.begin_nested():
            done = await connection.execute(statement)
    except IntegrityError as error:
        raise ShortcutTaken(shortcut) from error
    if done.rowcount != 1:
        raise NoCannedAnswer(str(canned_id))


async def remove(connection: AsyncConnection, canned_id: int) -> None:
    """Forget an answer. Raises NoCannedAnswer."""
    done = await connection.execute(delete(canned_table).where(_canned.id == canned_id))
    if done.rowcount != 1:
        raise NoCannedAnswer(str(canned_id))


def _checked(shortcut: str, text: Translated) -> dict[str, Any]:
    tidy = shortcut.strip().lstrip("/").lower()
    if len(tidy) > _LONGEST_SHORTCUT or not _SHORTCUT.fullmatch(tidy):
        raise BadShortcut(shortcut)
    # A browser sends line ends as CR LF.
    texts = [each.replace("\r\n", "\n").strip() for each in text.all()]
    if not all(0 < len(each) <= LONGEST for each in texts):
        raise BadText(tidy)
    if unknown := [name for each in texts for name in unknown_in(each)]:
        raise UnknownVariable(", ".join(unknown))
    return {"shortcut": tidy, "text": Translated(*texts)}


def _has(canned: Canned, words: Sequence[str]) -> bool:
    whole = " ".join((canned.shortcut, *canned.text.all())).casefold()
    return all(word in whole for word in words)


def _read(row: Row[Any]) -> Canned:
    return Canned(row.id, row.shortcut, row.text)
