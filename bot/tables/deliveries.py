"""What became of each message at the provider."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.tables.columns import NUMBER, now
from programmes.database import Base


class DeliveryStatus(StrEnum):
    """The way of one part, in this order; a status that comes late never goes back."""

    WAITING = "waiting"
    """Surely not sent; it is tried again."""
    SENDING = "sending"
    """Handed to the provider, whose answer is not known: nobody may blindly send it again."""
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


class Delivery(Base):
    """One message at the provider: a long answer, or one with a list, is sent in several parts."""

    __tablename__ = "delivery"
    __table_args__ = (
        UniqueConstraint("message_id", "part", name="uq_delivery_part"),
        Index("ix_delivery_provider_id", "provider_id"),
    )

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True, autoincrement=True)
    message_id: Mapped[int] = mapped_column(NUMBER, ForeignKey("message.id", ondelete="CASCADE"))
    part: Mapped[int]
    status: Mapped[str] = mapped_column(String(16))
    provider_id: Mapped[str | None] = mapped_column(String(160))
    attempts: Mapped[int] = mapped_column(default=0)
    error_code: Mapped[str | None] = mapped_column(String(40))
    error: Mapped[str | None] = mapped_column(String(300))
    attempted_at: Mapped[datetime] = mapped_column(default=now)
    sent_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
