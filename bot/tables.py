"""The desk's tables: conversations, their messages both ways, and what buttons stand for.

Inbox and outbox are one table, because what was said has one order. A row that came in carries
the way of its answering; a row that went out names the row it answers.
"""

from datetime import UTC, datetime
from typing import Any, Final, cast

from sqlalchemy import (
    JSON,
    BigInteger,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from programmes.database import Base

IN: Final = "in"
OUT: Final = "out"

WAITING: Final = "waiting"
ANSWERING: Final = "answering"
DONE: Final = "done"
FAILED: Final = "failed"
OPEN: Final = (WAITING, ANSWERING)

BOT: Final = "bot"

_Number = BigInteger().with_variant(Integer, "sqlite")
_JSON = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
_OPEN_ROWS = text("direction = 'in' AND status IN ('waiting', 'answering')")


def now() -> datetime:
    """This moment in UTC, as the tables hold it."""
    return datetime.now(UTC)


class Conversation(Base):
    """One person on one channel. `version` guards every change of the owner."""

    __tablename__ = "conversation"

    id: Mapped[str] = mapped_column(String(160), primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    owner: Mapped[str] = mapped_column(String(80), default=BOT)
    version: Mapped[int] = mapped_column(default=0)
    language: Mapped[str | None] = mapped_column(String(16))
    """Of the last answer."""
    chosen_language: Mapped[str | None] = mapped_column(String(16))
    """That the person set on the page."""
    last_position: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)


class Message(Base):
    """A message in or out. `position` is gapless within its conversation and never changes."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("conversation_id", "position", name="uq_message_position"),
        UniqueConstraint("conversation_id", "external_id", name="uq_message_external_id"),
        Index(
            "ix_message_open",
            "conversation_id",
            "position",
            sqlite_where=_OPEN_ROWS,
            postgresql_where=_OPEN_ROWS,
        ),
        Index("ix_message_reply_to", "reply_to"),
    )

    id: Mapped[int] = mapped_column(_Number, primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    position: Mapped[int]
    direction: Mapped[str] = mapped_column(String(3))
    status: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    external_id: Mapped[str | None] = mapped_column(String(128))
    """The client's or provider's id of the message; the same id twice is the same message."""
    payload: Mapped[str | None] = mapped_column(Text)
    """What a pressed button stands for; told to the engine in place of the text."""
    refused: Mapped[bool] = mapped_column(default=False)
    buttons: Mapped[list[dict[str, str]] | None] = mapped_column(_JSON)
    reply_to: Mapped[int | None] = mapped_column(
        _Number, ForeignKey("message.id", ondelete="CASCADE")
    )
    language: Mapped[str | None] = mapped_column(String(16))
    intent: Mapped[str | None] = mapped_column(String(64))
    details: Mapped[dict[str, Any] | None] = mapped_column(_JSON)
    """What the engine understood, on the row that came in."""
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)
    finished_at: Mapped[datetime | None]


class PayloadReference(Base):
    """What an unguessable token on a button stands for, in one conversation, for a while."""

    __tablename__ = "payload_reference"
    __table_args__ = (
        Index("ix_payload_reference_conversation_id", "conversation_id"),
        Index("ix_payload_reference_expires_at", "expires_at"),
    )

    token: Mapped[str] = mapped_column(String(32), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    title: Mapped[str] = mapped_column(String(200))
    payload: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime]


# The tables themselves, for statements on the hot path that need no objects.
conversation_table = cast(Table, Conversation.__table__)
message_table = cast(Table, Message.__table__)
reference_table = cast(Table, PayloadReference.__table__)
