"""Tables that loading derives from the records, so that names, filters and words find them."""

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from programmes.database import Base
from programmes.models.facts import ID_LENGTH
from programmes.translated import Translated


class Alias(Base):
    """One of the names under which users speak of something."""

    __tablename__ = "alias"
    __table_args__ = (Index("ix_alias_folded", "entity", "folded"),)

    entity: Mapped[str] = mapped_column(String(16), primary_key=True)
    """``programme``, ``office``, ``topic``, ``sector``, ``segment``, ``city`` or ``province``."""
    value: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(String(200))
    folded: Mapped[str] = mapped_column(String(200))
    """The text with its letters normalised, as a user's words are compared."""


class ProgrammeLabel(Base):
    """A topic, sector, segment or province of a programme, for filters."""

    __tablename__ = "programme_label"
    __table_args__ = (Index("ix_programme_label_value", "kind", "value"),)

    programme_id: Mapped[str] = mapped_column(
        ForeignKey("programme.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    value: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    rank: Mapped[int]
    """0 for the main topic."""


class SearchDocument(Base):
    """The words of a programme, article or office; the full-text index is built over it."""

    __tablename__ = "search_document"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    entity_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    about: Mapped[str | None] = mapped_column(String(24))
    title: Mapped[Translated]
    names: Mapped[str] = mapped_column(Text)
    """Names and aliases in all scripts, letters normalised."""
    words: Mapped[str] = mapped_column(Text)
    """Everything else that is said about it, letters normalised."""
