"""The helpline's teams, who is at the desk, opening hours, and limits that can be changed."""

from datetime import date, datetime, time
from typing import Final, cast

from sqlalchemy import ForeignKey, Index, String, Table
from sqlalchemy.orm import Mapped, mapped_column

from bot.tables.columns import NUMBER
from programmes.database import Base
from programmes.translated import Translated


class Team(Base):
    """A group of staff, and which conversations are theirs."""

    __tablename__ = "team"

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[Translated]
    assignment: Mapped[str] = mapped_column(String(16))
    """`automatic`: given to whom has the least; `manual`: staff pick."""
    office_id: Mapped[str | None] = mapped_column(String(64))
    """Whose opening hours it keeps: an office of the programme database."""
    is_default: Mapped[bool] = mapped_column(default=False)
    """Takes what no other team takes."""
    position: Mapped[int] = mapped_column(default=0)
    """Between two teams that fit alike, the lower takes it."""
    intents: Mapped[list[str]] = mapped_column(default=list)
    topics: Mapped[list[str]] = mapped_column(default=list)
    programmes: Mapped[list[str]] = mapped_column(default=list)
    segments: Mapped[list[str]] = mapped_column(default=list)
    provinces: Mapped[list[str]] = mapped_column(default=list)
    """English names."""


class TeamMember(Base):
    """Who is in which team."""

    __tablename__ = "team_member"
    __table_args__ = (Index("ix_team_member_staff_id", "staff_id"),)

    team_id: Mapped[int] = mapped_column(
        NUMBER, ForeignKey("team.id", ondelete="CASCADE"), primary_key=True
    )
    staff_id: Mapped[int] = mapped_column(
        NUMBER, ForeignKey("staff_member.id", ondelete="CASCADE"), primary_key=True
    )


class StaffPresence(Base):
    """The last sign of a member's console."""

    __tablename__ = "staff_presence"
    __table_args__ = (Index("ix_staff_presence_conversation_id", "conversation_id"),)

    staff_id: Mapped[int] = mapped_column(
        NUMBER, ForeignKey("staff_member.id", ondelete="CASCADE"), primary_key=True
    )
    seen_at: Mapped[datetime]
    conversation_id: Mapped[str | None] = mapped_column(
        String(160), ForeignKey("conversation.id", ondelete="SET NULL")
    )
    """What is open on the screen."""
    typing_until: Mapped[datetime | None]


class OpeningHours(Base):
    """When an office is open on a day of the week; several rows a day for a break at noon.

    An office without rows keeps hours that are not known.
    """

    __tablename__ = "opening_hours"
    __table_args__ = (Index("ix_opening_hours_office_id", "office_id"),)

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True, autoincrement=True)
    office_id: Mapped[str] = mapped_column(String(64))
    weekday: Mapped[int]
    """0 is Monday."""
    opens: Mapped[time]
    """In Pakistan's time."""
    closes: Mapped[time]
    first_day: Mapped[date | None]
    """With `last_day`: rows for a season (Ramazan), which take the place of the usual ones."""
    last_day: Mapped[date | None]


class Holiday(Base):
    """A day on which an office is closed, or open though it is a public holiday."""

    __tablename__ = "holiday"

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True, autoincrement=True)
    day: Mapped[date] = mapped_column(index=True)
    office_id: Mapped[str | None] = mapped_column(String(64))
    """None: all offices."""
    is_open: Mapped[bool] = mapped_column(default=False)
    name: Mapped[Translated | None]


class HandoffLimit(Base):
    """A limit that an administrator has set; those that are not here keep their default."""

    __tablename__ = "handoff_limit"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int]


team_table: Final = cast(Table, Team.__table__)
presence_table: Final = cast(Table, StaffPresence.__table__)
limit_table: Final = cast(Table, HandoffLimit.__table__)
