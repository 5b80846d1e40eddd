"""Programmes and offices."""

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from programmes.contact import Contact
from programmes.criteria import Criteria
from programmes.database import Base
from programmes.models.facts import ID_LENGTH, NAME_LENGTH, Fact
from programmes.translated import Translated


class Programme(Fact, Base):
    """Anything a user may ask about by name, offices apart."""

    __tablename__ = "programme"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    type: Mapped[str] = mapped_column(String(16), index=True)
    """``programme``, ``service``, ``training``, ``partner``, ``evidence`` or ``definition``."""
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[Translated]
    short_name: Mapped[Translated]
    """At most 20 characters, for a button."""
    provider: Mapped[Translated]
    topics: Mapped[list[str]]
    """Topic ids, the main one first."""
    summary: Mapped[Translated]
    who: Mapped[Translated | None]
    benefits: Mapped[Translated | None]
    apply: Mapped[Translated | None]
    documents: Mapped[Translated | None]
    deadline: Mapped[Translated | None]
    criteria: Mapped[Criteria]
    amount_min: Mapped[int | None] = mapped_column(BigInteger)
    """Whole rupees; from the criteria, so that a query can compare it."""
    amount_max: Mapped[int | None] = mapped_column(BigInteger)
    contact: Mapped[Contact]
    as_of_note: Mapped[str | None]
    replaced_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))


class Office(Fact, Base):
    """A helpdesk that users can call or visit."""

    __tablename__ = "office"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[Translated]
    short_name: Mapped[Translated]
    provider: Mapped[Translated]
    topics: Mapped[list[str]]
    summary: Mapped[Translated]
    who: Mapped[Translated | None]
    benefits: Mapped[Translated | None]
    apply: Mapped[Translated | None]
    hours: Mapped[Translated | None]
    city: Mapped[str | None] = mapped_column(String(NAME_LENGTH))
    province: Mapped[str | None] = mapped_column(String(NAME_LENGTH))
    serves: Mapped[list[str]]
    """English names of the provinces it serves."""
    head_office: Mapped[bool]
    contact: Mapped[Contact]
    as_of_note: Mapped[str | None]
