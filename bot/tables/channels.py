"""The state of each channel, and what came over it that nobody could read."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.tables.columns import NUMBER, now
from programmes.database import Base


class ChannelState(Base):
    """Shared by all desks: who polls, and whether sending rests or is stopped."""

    __tablename__ = "channel_state"

    channel: Mapped[str] = mapped_column(String(16), primary_key=True)
    poller: Mapped[str | None] = mapped_column(String(40))
    """The desk that fetches updates; there may be only one."""
    poller_until: Mapped[datetime | None]
    paused_until: Mapped[datetime | None]
    """The provider asked the whole channel to slow down."""
    stopped_at: Mapped[datetime | None]
    """Since then nothing is sent: a person must mend something and resume the channel."""
    stopped_reason: Mapped[str | None] = mapped_column(String(300))


class Unreadable(Base):
    """An update that we could not read, kept as it came for a developer to look at."""

    __tablename__ = "unreadable_update"

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True, autoincrement=True)
    channel: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)
