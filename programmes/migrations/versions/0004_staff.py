"""Staff: accounts, sessions, one-time links, recovery codes, and the audit log."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_JSON = sa.JSON().with_variant(JSONB(), "postgresql")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables."""
    _create_member()
    _create_session()
    _create_link()
    op.create_table(
        "staff_recovery_code",
        sa.Column("code", sa.String(64), primary_key=True),
        sa.Column("staff_id", _NUMBER, _of_member("CASCADE"), primary_key=True),
        sa.Column("used_at", _TIME),
    )
    _create_audit()


def _of_member(ondelete: str) -> sa.ForeignKey:
    return sa.ForeignKey("staff_member.id", ondelete=ondelete)


def _create_member() -> None:
    op.create_table(
        "staff_member",
        sa.Column("id", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("email", sa.String(254), nullable=False, unique=True),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("password_hash", sa.String(200)),
        sa.Column("totp_secret", sa.String(64)),
        sa.Column("totp_confirmed_at", _TIME),
        sa.Column("totp_last_step", _NUMBER),
        sa.Column("languages", _JSON, nullable=False),
        sa.Column("provinces", _JSON, nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("interface_language", sa.String(16)),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("failed_attempts", sa.Integer(), nullable=False),
        sa.Column("locked_until", _TIME),
        sa.Column("availability", sa.String(16), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("last_seen_at", _TIME),
    )


def _create_session() -> None:
    op.create_table(
        "staff_session",
        sa.Column("token", sa.String(64), primary_key=True),
        sa.Column("staff_id", _NUMBER, _of_member("CASCADE"), nullable=False),
        sa.Column("csrf", sa.String(64), nullable=False),
        sa.Column("user_agent", sa.String(60), nullable=False),
        sa.Column("second_factor_at", _TIME),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("last_used_at", _TIME, nullable=False),
        sa.Column("expires_at", _TIME, nullable=False),
        sa.Column("revoked_at", _TIME),
    )
    op.create_index("ix_staff_session_staff_id", "staff_session", ["staff_id"])


def _create_link() -> None:
    op.create_table(
        "staff_link",
        sa.Column("token", sa.String(64), primary_key=True),
        sa.Column("staff_id", _NUMBER, _of_member("CASCADE")),
        sa.Column("purpose", sa.String(24), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("expires_at", _TIME, nullable=False),
        sa.Column("used_at", _TIME),
    )
    op.create_index("ix_staff_link_staff_id", "staff_link", ["staff_id"])


def _create_audit() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("staff_id", _NUMBER, _of_member("SET NULL")),
        sa.Column("action", sa.String(48), nullable=False),
        sa.Column("object_kind", sa.String(32)),
        sa.Column("object_id", sa.String(160)),
        sa.Column("details", _JSON),
        sa.Column("address", sa.String(64)),
    )
    op.create_index("ix_audit_entry_staff_id", "audit_entry", ["staff_id", "id"])
    op.create_index("ix_audit_entry_object", "audit_entry", ["object_kind", "object_id"])


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("audit_entry")
    op.drop_table("staff_recovery_code")
    op.drop_table("staff_link")
    op.drop_table("staff_session")
    op.drop_table("staff_member")
