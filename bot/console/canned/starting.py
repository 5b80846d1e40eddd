"""The starter answers, from a file that a person can read; loaded where there are none yet."""

from pathlib import Path
from typing import Final

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.console.canned import answers
from bot.console.canned.errors import CannedRefused
from bot.handoff.errors import BadHelplineFile
from bot.tables.canned import canned_table
from bot.tables.columns import now
from programmes.translated import Translated

FILE: Final = "canned.yml"
_STARTING: Final = text("SELECT pg_advisory_xact_lock(7264229)")


class _Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")

    shortcut: str
    en: str
    ur: str
    roman_ur: str


async def load(connection: AsyncConnection, folder: Path) -> None:
    """Fill the table where it is empty; what an administrator has changed stays.

    Raises:
        BadHelplineFile: the file is missing or broken; nothing is written.
    """
    if connection.dialect.name == "postgresql":
        # Desks that start at once fill the same empty table: one after the other.
        await connection.execute(_STARTING)
    if (await connection.execute(select(canned_table.c.id).limit(1))).first() is not None:
        return
    at = now()
    for each in _read(folder / FILE):
        answer = Translated(each.en, each.ur, each.roman_ur)
        try:
            await answers.add(connection, each.shortcut, answer, at)
        except CannedRefused as error:
            raise BadHelplineFile(f"{FILE}: {each.shortcut}: {error.code} {error}") from None


def _read(path: Path) -> list[_Answer]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        return TypeAdapter(list[_Answer]).validate_python(content)
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise BadHelplineFile(f"{path.name}: {error}") from None
