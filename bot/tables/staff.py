"""Staff of the helpline: accounts, sessions, one-time links, and what they did."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Final, cast

from sqlalchemy import ForeignKey, Index, String, Table
from sqlalchemy.orm import Mapped, mapped_column

from bot.tables.columns import JSON_VALUE, NUMBER, now
from programmes.database import Base


class Role(StrEnum):
    """What a member of staff is; each may all that the one before may."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"


class Availability(StrEnum):
    """Whether conversations may be given to a member of staff now, as they set it."""

    ONLINE = "online"
    AWAY = "away"
    OFFLINE = "offline"


class Purpose(StrEnum):
    """What a one-time link is for."""

    SET_PASSWORD = "set_password"
    FIRST_ADMINISTRATOR = "first_administrator"


class StaffMember(Base):
    """A person of the helpline who may use the console."""

    __tablename__ = "staff_member"

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True, autoincrement=True)
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254), unique=True)
    """In small letters."""
    role: Mapped[str] = mapped_column(String(16))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    """Argon2; NULL until the member has set one."""
    totp_secret: Mapped[str | None] = mapped_column(String(64))
    """In plain text, as codes are computed from it: who reads the database can make codes, but
    still needs the password."""
    totp_confirmed_at: Mapped[datetime | None]
    totp_last_step: Mapped[int | None] = mapped_column(NUMBER)
    """The time step of the last code that was taken; none up to it is taken again."""
    languages: Mapped[list[str]] = mapped_column(default=list)
    provinces: Mapped[list[str]] = mapped_column(default=list)
    capacity: Mapped[int] = mapped_column(default=5)
    """Most conversations at once that are given automatically."""
    interface_language: Mapped[str | None] = mapped_column(String(16))
    is_active: Mapped[bool] = mapped_column(default=True)
    failed_attempts: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    availability: Mapped[str] = mapped_column(String(16), default=Availability.ONLINE)
    """Counts only while their console is open, so that new staff are online once they log in."""
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_seen_at: Mapped[datetime | None]


class StaffSession(Base):
    """A browser in which a member is logged in. The token itself is kept only there."""

    __tablename__ = "staff_session"
    __table_args__ = (Index("ix_staff_session_staff_id", "staff_id"),)

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256 of the token, in hexadecimal."""
    staff_id: Mapped[int] = mapped_column(NUMBER, ForeignKey("staff_member.id", ondelete="CASCADE"))
    csrf: Mapped[str] = mapped_column(String(64))
    user_agent: Mapped[str] = mapped_column(String(60))
    """The browser in a few words."""
    second_factor_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_used_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class StaffLink(Base):
    """A link that works once. Without a member it makes the first administrator."""

    __tablename__ = "staff_link"
    __table_args__ = (Index("ix_staff_link_staff_id", "staff_id"),)

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256 of the token, in hexadecimal."""
    staff_id: Mapped[int | None] = mapped_column(
        NUMBER, ForeignKey("staff_member.id", ondelete="CASCADE")
    )
    purpose: Mapped[str] = mapped_column(String(24))
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    """When it was used, or made void by a newer one."""


class RecoveryCode(Base):
    """Stands in once for a code of the second factor, when the phone is lost."""

    __tablename__ = "staff_recovery_code"

    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    """SHA-256 of the code, in hexadecimal."""
    staff_id: Mapped[int] = mapped_column(
        NUMBER, ForeignKey("staff_member.id", ondelete="CASCADE"), primary_key=True
    )
    used_at: Mapped[datetime | None]


class AuditEntry(Base):
    """What was done, by whom, to what. It holds no personal data of users."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_staff_id", "staff_id", "id"),
        Index("ix_audit_entry_object", "object_kind", "object_id"),
    )

    id: Mapped[int] = mapped_column(NUMBER, primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(default=now)
    staff_id: Mapped[int | None] = mapped_column(
        NUMBER, ForeignKey("staff_member.id", ondelete="SET NULL")
    )
    """Who did it; NULL: nobody who was logged in."""
    action: Mapped[str] = mapped_column(String(48))
    object_kind: Mapped[str | None] = mapped_column(String(32))
    object_id: Mapped[str | None] = mapped_column(String(160))
    details: Mapped[dict[str, Any] | None] = mapped_column(JSON_VALUE)
    address: Mapped[str | None] = mapped_column(String(64))
    """The internet address it came from; NULL: from the command line or the desk itself."""


member_table: Final = cast(Table, StaffMember.__table__)
session_table: Final = cast(Table, StaffSession.__table__)
link_table: Final = cast(Table, StaffLink.__table__)
recovery_table: Final = cast(Table, RecoveryCode.__table__)
audit_table: Final = cast(Table, AuditEntry.__table__)
