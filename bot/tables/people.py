"""People, and what channels call them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.tables.columns import NUMBER, now
from programmes.database import Base


class Person(Base):
    """One who writes to us; the number is ours and never changes."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True, autoincrement=True)
    name: Mapped[str | None] = mapped_column(String(200))
    """As the person calls themself on the channel; never proof of anything."""
    created_at: Mapped[datetime] = mapped_column(default=now)


class ChannelIdentity(Base):
    """What a channel calls a person: a Telegram user id, a WhatsApp phone or user id, ...

    A phone may pass to another person and WhatsApp's user id changes with the phone, so an
    identity is moved, not kept for ever.
    """

    __tablename__ = "channel_identity"
    __table_args__ = (Index("ix_channel_identity_person_id", "person_id"),)

    channel: Mapped[str] = mapped_column(String(16), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    value: Mapped[str] = mapped_column(String(160), primary_key=True)
    person_id: Mapped[int] = mapped_column(NUMBER, ForeignKey("person.id", ondelete="CASCADE"))
    conversation_id: Mapped[str] = mapped_column(
        String(160), ForeignKey("conversation.id", ondelete="CASCADE")
    )
    """Where this identity's messages belong."""
    created_at: Mapped[datetime] = mapped_column(default=now)
