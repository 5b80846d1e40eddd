"""What records refer to: topics, sectors, segments, places, and schemes of other countries."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from programmes.database import Base
from programmes.models.facts import ID_LENGTH, NAME_LENGTH
from programmes.translated import Translated


class Topic(Base):
    """What support is about, for example ``export-documentation``."""

    __tablename__ = "topic"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    name: Mapped[Translated]


class Sector(Base):
    """A line of business, for example ``surgical``."""

    __tablename__ = "sector"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    name: Mapped[Translated]


class Segment(Base):
    """A group that some support is made for: women, youth, startup, exporter, disabled, rural."""

    __tablename__ = "segment"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    name: Mapped[Translated]


class Province(Base):
    """A province or region; ``name`` is the English name."""

    __tablename__ = "province"

    name: Mapped[str] = mapped_column(String(NAME_LENGTH), primary_key=True)
    names: Mapped[Translated]


class City(Base):
    """A city in its province; ``name`` is the English name."""

    __tablename__ = "city"

    name: Mapped[str] = mapped_column(String(NAME_LENGTH), primary_key=True)
    province: Mapped[str] = mapped_column(ForeignKey("province.name"))
    names: Mapped[Translated]


class ForeignScheme(Base):
    """A scheme that users ask about but that is not Pakistan's."""

    __tablename__ = "foreign_scheme"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    name: Mapped[Translated]
    country: Mapped[Translated]
