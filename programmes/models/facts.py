"""What every fact carries, so that an answer can tell how far it is to be trusted."""

from datetime import date

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from programmes.translated import Translated

ID_LENGTH = 80
NAME_LENGTH = 80


class Fact:
    """Columns of a fact: where it comes from, as of when, and until when it may be told as is."""

    status: Mapped[str] = mapped_column(String(16))
    """``active``, ``closed`` or ``unknown``."""
    as_of: Mapped[str | None] = mapped_column(String(10))
    """ISO year, month or day, as precise as known."""
    review_by: Mapped[date]
    confidence: Mapped[str] = mapped_column(String(8))
    """``high``, ``medium`` or ``low``; about the terms, not about availability."""
    caveats: Mapped[list[Translated]]
    """What the user is told."""
    conflicts: Mapped[list[Translated]]
    """Where sources disagree; the user is told both."""
    notes: Mapped[list[str]]
    """For staff, in English; never told to users."""
    sources: Mapped[list[str]]
    origin: Mapped[str] = mapped_column(String(200))
    """The name of the data file it was loaded from."""
