"""Files that people sent: voice, pictures, documents."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.tables.columns import NUMBER, now
from programmes.database import Base

_DUE = text("due_at IS NOT NULL")


class Media(Base):
    """A file of a message: first where the provider keeps it, then where we do."""

    __tablename__ = "media"
    __table_args__ = (
        Index("ix_media_message_id", "message_id"),
        Index("ix_media_due_at", "due_at", sqlite_where=_DUE, postgresql_where=_DUE),
    )

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True, autoincrement=True)
    message_id: Mapped[int] = mapped_column(NUMBER, ForeignKey("message.id", ondelete="CASCADE"))
    channel: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(16))
    """voice, audio, image, video or document."""
    provider_id: Mapped[str] = mapped_column(String(300))
    mime: Mapped[str | None] = mapped_column(String(120))
    """First as announced by the sender, then as found in the file."""
    name: Mapped[str | None] = mapped_column(String(200))
    size: Mapped[int | None]
    """In bytes."""
    path: Mapped[str | None] = mapped_column(String(200))
    """Below the media folder."""
    sha256: Mapped[str | None] = mapped_column(String(64))
    refused: Mapped[str | None] = mapped_column(String(40))
    """Why it is not kept: too_large, type, expired, unreachable."""
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime | None]
    """When it is to be fetched (again)."""
    created_at: Mapped[datetime] = mapped_column(default=now)
