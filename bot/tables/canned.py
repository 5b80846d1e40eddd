"""Answers that staff have ready, in the three languages."""

from datetime import datetime
from typing import Final, cast

from sqlalchemy import String, Table
from sqlalchemy.orm import Mapped, mapped_column

from bot.tables.columns import NUMBER, now
from programmes.database import Base
from programmes.translated import Translated


class CannedAnswer(Base):
    """One answer; staff pick it in the reply box by its shortcut or its words."""

    __tablename__ = "canned_answer"

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True, autoincrement=True)
    shortcut: Mapped[str] = mapped_column(String(40), unique=True)
    """Small Latin letters, digits and hyphens: typed after `/`."""
    text: Mapped[Translated]
    """May hold {name}, {staff}, {reference} and {programme}."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)


canned_table: Final = cast(Table, CannedAnswer.__table__)
