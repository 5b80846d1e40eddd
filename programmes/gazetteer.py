"""The names that the engine recognises, exported from the database as one file."""

import hashlib
import json
import os
from collections import defaultdict
from pathlib import Path
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from programmes.models import Alias, Programme

ENTITIES = ("programme", "topic", "sector", "city", "province", "segment")
# Asked about by what they say, not by a name that could be mistaken for a programme's.
NAMELESS_TYPES = ("evidence", "definition")


async def export(session: AsyncSession, path: Path) -> str:
    """Write ``{"version", "entries": [{"entity", "value", "aliases"}]}`` and return the version.

    The file is replaced whole, and only when its content differs, so that the engine never reads
    half a file and reloads only for a reason. Raises OSError if it cannot be written.
    """
    entries = await _entries(session)
    content = json.dumps(entries, ensure_ascii=False, sort_keys=True)
    version = hashlib.sha256(content.encode()).hexdigest()
    whole = json.dumps({"version": version, "entries": entries}, ensure_ascii=False, indent=1)
    _replace_if_different(path, whole)
    return version


def _replace_if_different(path: Path, content: str) -> None:
    if path.exists() and path.read_text(encoding="utf-8") == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{os.getpid()}")
    partial.write_text(content, encoding="utf-8")
    partial.replace(path)


async def _entries(session: AsyncSession) -> list[dict[str, Any]]:
    nameless = select(Programme.id).where(Programme.type.in_(NAMELESS_TYPES))
    query = select(Alias.entity, Alias.value, Alias.text).where(
        Alias.entity.in_(ENTITIES),
        or_(Alias.entity != "programme", Alias.value.not_in(nameless)),
    )
    aliases: dict[tuple[str, str], list[str]] = defaultdict(list)
    ordered = query.order_by(Alias.entity, Alias.value, Alias.position)
    for entity, value, text in await session.execute(ordered):
        aliases[entity, value].append(text)
    return [
        {"entity": entity, "value": value, "aliases": texts}
        for (entity, value), texts in aliases.items()
    ]
