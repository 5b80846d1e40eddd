"""Conversations: whose they are, where answers go, and who is at work on them."""

import secrets
from datetime import datetime
from typing import Final

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.tables.columns import NUMBER, now
from programmes.database import Base

BOT: Final = "bot"

#: Bytes of chance in a key.
_KEY_BYTES: Final = 12

_ANSWER_DUE = text("answer_due IS NOT NULL")
_SEND_DUE = text("send_due IS NOT NULL")


def new_key() -> str:
    """A key that nobody guesses: 16 letters of base64url."""
    return secrets.token_urlsafe(_KEY_BYTES)


class Conversation(Base):
    """One person on one channel. `version` guards every change of the owner.

    There are two kinds of work on a conversation, answering and sending, each with the same three
    columns: when it is due (NULL: nothing to do), who holds the lease, and until when.
    """

    __tablename__ = "conversation"
    __table_args__ = (
        Index("ix_conversation_key", "key", unique=True),
        Index("ix_conversation_person_id", "person_id"),
        Index(
            "ix_conversation_answer_due",
            "answer_due",
            sqlite_where=_ANSWER_DUE,
            postgresql_where=_ANSWER_DUE,
        ),
        Index(
            "ix_conversation_send_due",
            "send_due",
            sqlite_where=_SEND_DUE,
            postgresql_where=_SEND_DUE,
        ),
    )

    id: Mapped[str] = mapped_column(String(160), primary_key=True)
    """Of channel and sender, so it may hold a phone number: staff are shown the key."""
    key: Mapped[str] = mapped_column(String(24), default=new_key)
    channel: Mapped[str] = mapped_column(String(16))
    address: Mapped[str] = mapped_column(String(160), default="")
    """Where the channel sends answers: a Telegram chat id, a WhatsApp phone or user id."""
    person_id: Mapped[int | None] = mapped_column(
        NUMBER, ForeignKey("person.id", ondelete="SET NULL")
    )
    owner: Mapped[str] = mapped_column(String(80), default=BOT)
    version: Mapped[int] = mapped_column(default=0)
    language: Mapped[str | None] = mapped_column(String(16))
    """Of the last answer."""
    chosen_language: Mapped[str | None] = mapped_column(String(16))
    """That the person set on the page."""
    campaign: Mapped[str | None] = mapped_column(String(64))
    """Of the link that the person came by first; untrusted text."""
    last_position: Mapped[int] = mapped_column(default=0)
    heard_at: Mapped[datetime | None]
    """When the person last wrote: WhatsApp's window is counted from it."""
    blocked_at: Mapped[datetime | None]
    """When the person blocked us or the channel said that nothing reaches them."""
    answer_due: Mapped[datetime | None]
    answer_holder: Mapped[str | None] = mapped_column(String(40))
    answer_until: Mapped[datetime | None]
    send_due: Mapped[datetime | None]
    send_holder: Mapped[str | None] = mapped_column(String(40))
    send_until: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)
