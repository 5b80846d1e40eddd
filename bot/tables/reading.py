"""How far each member of staff has read each conversation."""

from datetime import datetime
from typing import Final, cast

from sqlalchemy import ForeignKey, String, Table
from sqlalchemy.orm import Mapped, mapped_column

from bot.tables.columns import NUMBER, now
from programmes.database import Base


class ConversationReading(Base):
    """The last message that a member has had on the screen."""

    __tablename__ = "conversation_reading"

    conversation_id: Mapped[str] = mapped_column(
        String(160), ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True
    )
    staff_id: Mapped[int] = mapped_column(
        NUMBER, ForeignKey("staff_member.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=now)


reading_table: Final = cast(Table, ConversationReading.__table__)
