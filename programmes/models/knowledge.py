"""Knowledge articles and survey figures."""

from sqlalchemy import Double, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from programmes.database import Base
from programmes.models.facts import ID_LENGTH, NAME_LENGTH, Fact
from programmes.translated import Translated


class Article(Fact, Base):
    """A short answer to a question that is not about one programme."""

    __tablename__ = "article"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    about: Mapped[str] = mapped_column(String(24), index=True)
    """``research``, ``tax``, ``export``, ...: which questions it answers."""
    title: Mapped[Translated]
    text: Mapped[Translated]
    topics: Mapped[list[str]]
    related: Mapped[list[str]]
    """Programme ids worth offering next."""
    position: Mapped[int]
    """Its place in the data file; the most general article stands first."""


class SurveyFigure(Fact, Base):
    """One figure of a survey for one country."""

    __tablename__ = "survey_figure"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    survey: Mapped[str] = mapped_column(ForeignKey("programme.id"))
    indicator: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    country: Mapped[str] = mapped_column(String(NAME_LENGTH), index=True)
    country_names: Mapped[Translated]
    value: Mapped[float] = mapped_column(Double)
    unit: Mapped[str] = mapped_column(String(24))
    text: Mapped[Translated]
    position: Mapped[int]
