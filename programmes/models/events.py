"""The training calendar."""

from datetime import date, time

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from programmes.database import Base
from programmes.models.facts import ID_LENGTH, NAME_LENGTH, Fact
from programmes.translated import Translated


class TrainingEvent(Fact, Base):
    """A training, workshop or seminar on given days; times are Pakistan's."""

    __tablename__ = "training_event"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    title: Mapped[Translated]
    topic: Mapped[str] = mapped_column(ForeignKey("topic.id"))
    starts: Mapped[date] = mapped_column(index=True)
    ends: Mapped[date]
    start_time: Mapped[time | None]
    end_time: Mapped[time | None]
    city: Mapped[str] = mapped_column(String(NAME_LENGTH))
    """English name, or ``Online``."""
    province: Mapped[str | None] = mapped_column(String(NAME_LENGTH))
    venue: Mapped[Translated | None]
    fee_pkr: Mapped[int | None]
    """Whole rupees; 0 is free, None unknown."""
    languages: Mapped[list[str]]
    """ISO 639 codes of the languages taught in."""
    seats: Mapped[int | None]
    segment: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    contact: Mapped[str | None]
    is_sample: Mapped[bool]
    """Invented for trying out; every answer must say so."""
