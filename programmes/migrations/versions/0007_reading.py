"""How far staff have read."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Create the table."""
    conversation = sa.ForeignKey("conversation.id", ondelete="CASCADE")
    staff = sa.ForeignKey("staff_member.id", ondelete="CASCADE")
    op.create_table(
        "conversation_reading",
        sa.Column("conversation_id", sa.String(160), conversation, primary_key=True),
        sa.Column("staff_id", _NUMBER, staff, primary_key=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("conversation_reading")
