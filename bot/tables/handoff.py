"""Handoffs: who owns a conversation, since when and why, and what is due in it."""

from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import ForeignKey, Index, String, Table, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.tables.columns import NUMBER, now
from programmes.database import Base

_RUNNING = text("ended_at IS NULL")
_WAITING = text("ended_at IS NULL AND staff_id IS NULL")


class Handoff(Base):
    """One episode: from the wish for a person until the assistant or nobody goes on.

    It waits while it has neither `staff_id` nor `ended_at`. A conversation has at most one
    episode that has not ended.
    """

    __tablename__ = "handoff"
    __table_args__ = (
        Index(
            "uq_handoff_running",
            "conversation_id",
            unique=True,
            sqlite_where=_RUNNING,
            postgresql_where=_RUNNING,
        ),
        Index(
            "ix_handoff_waiting",
            "team_id",
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
        Index("ix_handoff_conversation_id", "conversation_id"),
        Index("ix_handoff_staff_id", "staff_id"),
        Index("ix_handoff_claimed_at", "team_id", "claimed_at"),
    )

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(
        String(160), ForeignKey("conversation.id", ondelete="CASCADE")
    )
    reason: Mapped[str] = mapped_column(String(24))
    team_id: Mapped[int | None] = mapped_column(NUMBER, ForeignKey("team.id", ondelete="SET NULL"))
    priority: Mapped[int]
    """The higher is taken first."""
    topic: Mapped[str | None] = mapped_column(String(64))
    programme: Mapped[str | None] = mapped_column(String(64))
    language: Mapped[str | None] = mapped_column(String(16))
    province: Mapped[str | None] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(16))
    queued_at: Mapped[datetime]
    waiting_since: Mapped[datetime]
    """Later than `queued_at` where it came back to the queue."""
    place_told: Mapped[int | None]
    told_at: Mapped[datetime | None]
    """When the person was last told how the queue stands."""
    offered_at: Mapped[datetime | None]
    """When a call or the assistant was offered because nobody came."""
    claimed_at: Mapped[datetime | None]
    """First time; the wait is measured to here."""
    staff_id: Mapped[int | None] = mapped_column(
        NUMBER, ForeignKey("staff_member.id", ondelete="SET NULL")
    )
    first_reply_at: Mapped[datetime | None]
    snoozed_until: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(24))
    wait_seconds: Mapped[int | None]
    handling_seconds: Mapped[int | None]
    """From the first claim to the end."""
    summary: Mapped[str | None] = mapped_column(Text)
    """What staff settled, in their words."""
    settled: Mapped[dict[str, Any] | None]
    """The same for the engine: names and values."""
    engine_told_at: Mapped[datetime | None]
    brief: Mapped[dict[str, Any]]
    awaits: Mapped[str | None] = mapped_column(String(16))
    """What the person was asked to write next: `phone` or `comment`."""
    awaits_until: Mapped[datetime | None]
    ticket: Mapped[str | None] = mapped_column(String(12))
    """The reference of the call that was asked for."""
    rating: Mapped[int | None]
    """1 (bad) to 5 (very good)."""
    rating_comment: Mapped[str | None] = mapped_column(Text)
    rating_asked_at: Mapped[datetime | None]


class HandoffEvent(Base):
    """One change of a conversation's owner; there is exactly one for each version."""

    __tablename__ = "handoff_event"
    __table_args__ = (
        UniqueConstraint("conversation_id", "version", name="uq_handoff_event_version"),
        Index("ix_handoff_event_handoff_id", "handoff_id"),
    )

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(
        String(160), ForeignKey("conversation.id", ondelete="CASCADE")
    )
    handoff_id: Mapped[int | None] = mapped_column(
        NUMBER, ForeignKey("handoff.id", ondelete="SET NULL")
    )
    from_owner: Mapped[str] = mapped_column(String(80))
    to_owner: Mapped[str] = mapped_column(String(80))
    version: Mapped[int]
    """Of the conversation after the change."""
    reason: Mapped[str] = mapped_column(String(32))
    actor: Mapped[str] = mapped_column(String(80))
    """`user`, `assistant`, `desk`, `timer` or `staff:<number>`."""
    at: Mapped[datetime] = mapped_column(default=now)


class ConversationTimer(Base):
    """What happens to a conversation at a time, unless its owner has changed by then."""

    __tablename__ = "conversation_timer"
    __table_args__ = (Index("ix_conversation_timer_due_at", "due_at"),)

    conversation_id: Mapped[str] = mapped_column(
        String(160), ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    due_at: Mapped[datetime]
    version: Mapped[int]
    """Of the conversation when the timer was set."""


class ConversationNote(Base):
    """What staff write down for each other; the person never sees it."""

    __tablename__ = "conversation_note"
    __table_args__ = (Index("ix_conversation_note_conversation_id", "conversation_id"),)

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True, autoincrement=True)
    conversation_id: Mapped[str] = mapped_column(
        String(160), ForeignKey("conversation.id", ondelete="CASCADE")
    )
    staff_id: Mapped[int | None] = mapped_column(
        NUMBER, ForeignKey("staff_member.id", ondelete="SET NULL")
    )
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(default=now)


class ConversationLabel(Base):
    """A word by which staff sort conversations."""

    __tablename__ = "conversation_label"
    __table_args__ = (Index("ix_conversation_label_label", "label"),)

    conversation_id: Mapped[str] = mapped_column(
        String(160), ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True
    )
    label: Mapped[str] = mapped_column(String(40), primary_key=True)
    staff_id: Mapped[int | None] = mapped_column(
        NUMBER, ForeignKey("staff_member.id", ondelete="SET NULL")
    )
    at: Mapped[datetime] = mapped_column(default=now)


handoff_table: Final = cast(Table, Handoff.__table__)
event_table: Final = cast(Table, HandoffEvent.__table__)
timer_table: Final = cast(Table, ConversationTimer.__table__)
