"""The desk's tables: conversations, messages both ways, references of buttons."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_JSON = sa.JSON().with_variant(JSONB(), "postgresql")
_TIME = sa.DateTime(timezone=True)
_OPEN_ROWS = sa.text("direction = 'in' AND status IN ('waiting', 'answering')")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "conversation",
        sa.Column("id", sa.String(160), primary_key=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("owner", sa.String(80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(16)),
        sa.Column("chosen_language", sa.String(16)),
        sa.Column("last_position", sa.Integer(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("updated_at", _TIME, nullable=False),
    )
    _create_message()
    op.create_table(
        "payload_reference",
        sa.Column("token", sa.String(32), primary_key=True),
        sa.Column("conversation_id", sa.String(160), _of_conversation(), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("expires_at", _TIME, nullable=False),
    )
    op.create_index(
        "ix_payload_reference_conversation_id", "payload_reference", ["conversation_id"]
    )
    op.create_index("ix_payload_reference_expires_at", "payload_reference", ["expires_at"])


def _of_conversation() -> sa.ForeignKey:
    return sa.ForeignKey("conversation.id", ondelete="CASCADE")


def _create_message() -> None:
    op.create_table(
        "message",
        sa.Column("id", _NUMBER, primary_key=True, autoincrement=True),
        sa.Column("conversation_id", sa.String(160), _of_conversation(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("direction", sa.String(3), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("external_id", sa.String(128)),
        sa.Column("payload", sa.Text()),
        sa.Column("refused", sa.Boolean(), nullable=False),
        sa.Column("buttons", _JSON),
        sa.Column("reply_to", _NUMBER, sa.ForeignKey("message.id", ondelete="CASCADE")),
        sa.Column("language", sa.String(16)),
        sa.Column("intent", sa.String(64)),
        sa.Column("details", _JSON),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
        sa.Column("finished_at", _TIME),
        sa.UniqueConstraint("conversation_id", "position", name="uq_message_position"),
        sa.UniqueConstraint("conversation_id", "external_id", name="uq_message_external_id"),
    )
    op.create_index(
        "ix_message_open",
        "message",
        ["conversation_id", "position"],
        sqlite_where=_OPEN_ROWS,
        postgresql_where=_OPEN_ROWS,
    )
    op.create_index("ix_message_reply_to", "message", ["reply_to"])


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("payload_reference")
    op.drop_table("message")
    op.drop_table("conversation")
