"""Buttons travel by reference: the user holds a token, the desk keeps what it stands for."""

import re
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from bot.messages import BotMessage, Button
from bot.tables import PayloadReference

PREFIX: Final = "ref:"
_TOKEN_BYTES: Final = 16
_REFERENCE = re.compile(r"ref:[A-Za-z0-9_-]{16,64}")


def is_reference(text: str) -> bool:
    """Whether the text has the form of a reference, valid or not."""
    return _REFERENCE.fullmatch(text) is not None


async def resolve(
    connection: AsyncConnection | AsyncSession, conversation_id: str, reference: str, now: datetime
) -> Button | None:
    """Give the button that a reference stands for, or None: forged, expired, of another person."""
    if not is_reference(reference):
        return None
    row = (
        await connection.execute(
            select(PayloadReference.title, PayloadReference.payload).where(
                PayloadReference.token == reference.removeprefix(PREFIX),
                PayloadReference.conversation_id == conversation_id,
                PayloadReference.expires_at > now,
            )
        )
    ).one_or_none()
    return Button(row.title, row.payload) if row else None


def refer(
    messages: Iterable[BotMessage], conversation_id: str, expires_at: datetime
) -> tuple[tuple[BotMessage, ...], list[dict[str, Any]]]:
    """Put references in place of payloads; the rows to be stored come second."""
    rows: list[dict[str, Any]] = []

    def exchange(button: Button) -> Button:
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        rows.append(
            {
                "token": token,
                "conversation_id": conversation_id,
                "title": button.title,
                "payload": button.payload,
                "expires_at": expires_at,
            }
        )
        return Button(button.title, PREFIX + token)

    referred = tuple(
        BotMessage(message.text, tuple(exchange(button) for button in message.buttons))
        for message in messages
    )
    return referred, rows


async def prune(connection: AsyncConnection, now: datetime) -> None:
    """Forget what nobody can press any more."""
    await connection.execute(
        delete(PayloadReference).where(PayloadReference.expires_at < now - timedelta(days=1))
    )
