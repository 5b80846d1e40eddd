"""Messages both ways, and what buttons stand for.

Inbox and outbox are one table, because what was said has one order. A row that came in carries
the way of its answering; a row that went out names the row it answers.
"""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.tables.columns import JSON_VALUE, NUMBER, now
from programmes.database import Base

IN: Final = "in"
OUT: Final = "out"

# Of what came in.
WAITING: Final = "waiting"
ANSWERING: Final = "answering"
DONE: Final = "done"
FAILED: Final = "failed"
OPEN: Final = (WAITING, ANSWERING)

# Of what goes out; on the web, where the person's page fetches it, it is done at once.
PENDING: Final = "pending"
HELD: Final = "held"
SENT: Final = "sent"
DEAD: Final = "dead"
CANCELLED: Final = "cancelled"

_OPEN_ROWS = text("direction = 'in' AND status IN ('waiting', 'answering')")
_UNSENT_ROWS = text("direction = 'out' AND status IN ('pending', 'held')")
_DEAD_ROWS = text("direction = 'out' AND status = 'dead'")


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
        Index(
            "ix_message_unsent",
            "conversation_id",
            "position",
            sqlite_where=_UNSENT_ROWS,
            postgresql_where=_UNSENT_ROWS,
        ),
        Index("ix_message_dead", "id", sqlite_where=_DEAD_ROWS, postgresql_where=_DEAD_ROWS),
        Index("ix_message_reply_to", "reply_to"),
    )

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    position: Mapped[int]
    direction: Mapped[str] = mapped_column(String(3))
    kind: Mapped[str] = mapped_column(String(16), default="text")
    author: Mapped[str] = mapped_column(String(80), default="user")
    """Who spoke: `user`, `assistant`, `desk` or `staff:<number>`."""
    status: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    external_id: Mapped[str | None] = mapped_column(String(160))
    """The client's or provider's id of the message; the same id twice is the same message."""
    payload: Mapped[str | None] = mapped_column(Text)
    """What a pressed button stands for; told to the engine in place of the text."""
    refused: Mapped[bool] = mapped_column(default=False)
    content: Mapped[dict[str, Any] | None] = mapped_column(JSON_VALUE)
    """What came beside the words: a contact, a place, a file; or how an answer is to be shown."""
    buttons: Mapped[list[dict[str, str]] | None] = mapped_column(JSON_VALUE)
    reply_to: Mapped[int | None] = mapped_column(
        NUMBER, ForeignKey("message.id", ondelete="CASCADE")
    )
    language: Mapped[str | None] = mapped_column(String(16))
    intent: Mapped[str | None] = mapped_column(String(64))
    details: Mapped[dict[str, Any] | None] = mapped_column(JSON_VALUE)
    """What the engine understood, on the row that came in."""
    edited_text: Mapped[str | None] = mapped_column(Text)
    """What the person changed the message to; it is not answered anew."""
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
