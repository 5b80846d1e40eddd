"""Canned answers: texts that staff have ready."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_JSON = sa.JSON().with_variant(JSONB(), "postgresql")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "canned_answer",
        sa.Column("id", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("shortcut", sa.String(40), nullable=False, unique=True),
        sa.Column("text", _JSON, nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("updated_at", _TIME, nullable=False),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("canned_answer")
