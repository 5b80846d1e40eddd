"""The way out: what is said to a person is written down first, with what its buttons stand for."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import bell, references, statements
from bot.inbox import WEB
from bot.messages import BotMessage
from bot.tables import DONE, OUT, PENDING, now

#: Who speaks when it is neither the assistant nor a member of staff.
DESK: Final = "desk"
#: How long the buttons of staff and of the desk itself may be pressed.
_BUTTON_LIFE: Final = timedelta(days=7)


async def post(
    connection: AsyncConnection,
    conversation_id: str,
    messages: Sequence[BotMessage],
    author: str,
    language: str | None = None,
    content: dict[str, Any] | None = None,
) -> int:
    """Write messages that answer no question, of staff or of a timer, in the open transaction.

    `content` goes to the first of them, for example a template. Returns the position of the last.
    """
    last, written = await append(
        connection, conversation_id, messages, author, language, content=content
    )
    for position in range(last - len(written) + 1, last + 1):
        await bell.ring(connection, bell.POST, conversation_id, position)
    return last


async def append(
    connection: AsyncConnection,
    conversation_id: str,
    messages: Sequence[BotMessage],
    author: str,
    language: str | None = None,
    *,
    reply_to: int | None = None,
    content: dict[str, Any] | None = None,
) -> tuple[int, tuple[BotMessage, ...]]:
    """Take positions for messages and write them; gives the last position, and the messages with
    references in place of payloads."""
    at, is_sent = now(), not is_web(conversation_id)
    referred, payloads = references.refer(messages, conversation_id, at + _BUTTON_LIFE)
    values = {"conversation_id": conversation_id, "count": len(referred), "at": at}
    row = (await connection.execute(statements.append(is_sent), values)).one()
    first = row.last_position - len(referred) + 1
    shared = {
        "conversation_id": conversation_id,
        "author": author,
        "language": language or row.language,
        "reply_to": reply_to,
    }
    await write(connection, referred, payloads, first, shared, content)
    return row.last_position, referred


async def write(
    connection: AsyncConnection,
    messages: Sequence[BotMessage],
    payloads: list[dict[str, Any]],
    first: int,
    shared: dict[str, Any],
    content: dict[str, Any] | None = None,
) -> None:
    """Write messages from a position on; `shared` has the columns that are the same for all."""
    if not messages:
        return
    at = now()
    rows = [_row(message, first + n, shared, at) for n, message in enumerate(messages)]
    rows[0]["content"] = content
    await connection.execute(statements.ADD_MESSAGES, rows)
    if payloads:
        await connection.execute(statements.ADD_REFERENCES, payloads)


def is_web(conversation_id: str) -> bool:
    """Whether the person's page fetches what is said, so that nobody has to send it."""
    return conversation_id.startswith(f"{WEB}:")


def _row(
    message: BotMessage, position: int, shared: dict[str, Any], at: datetime
) -> dict[str, Any]:
    is_done = is_web(shared["conversation_id"])
    return {
        "position": position,
        "direction": OUT,
        "kind": "text",
        "status": DONE if is_done else PENDING,
        "text": message.text,
        "refused": False,
        "content": None,
        "buttons": [asdict(button) for button in message.buttons] or None,
        "reply_to": None,
        "intent": None,
        "attempts": 0,
        "created_at": at,
        "finished_at": at if is_done else None,
        **shared,
    }
