"""Channels: people and their identities, leases, deliveries, files, the channels' state."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_JSON = sa.JSON().with_variant(JSONB(), "postgresql")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables and widen what stands."""
    _people()
    _widen_conversation()
    _widen_message()
    _identities()
    _deliveries()
    _media()
    _channels()


def _key() -> sa.Column[int]:
    return sa.Column("id", _NUMBER, primary_key=True, autoincrement=True)


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def _people() -> None:
    op.create_table(
        "person",
        _key(),
        sa.Column("name", sa.String(200)),
        sa.Column("created_at", _TIME, nullable=False),
    )


def _widen_conversation() -> None:
    with op.batch_alter_table("conversation") as table:
        table.add_column(sa.Column("address", sa.String(160), nullable=False, server_default=""))
        table.add_column(sa.Column("person_id", _NUMBER))
        table.add_column(sa.Column("campaign", sa.String(64)))
        table.add_column(sa.Column("heard_at", _TIME))
        table.add_column(sa.Column("blocked_at", _TIME))
        for work in ("answer", "send"):
            table.add_column(sa.Column(f"{work}_due", _TIME))
            table.add_column(sa.Column(f"{work}_holder", sa.String(40)))
            table.add_column(sa.Column(f"{work}_until", _TIME))
        table.create_foreign_key(
            "fk_conversation_person_id", "person", ["person_id"], ["id"], ondelete="SET NULL"
        )
    op.create_index("ix_conversation_person_id", "conversation", ["person_id"])
    for work in ("answer", "send"):
        due = f"{work}_due"
        op.create_index(
            f"ix_conversation_{due}", "conversation", [due], **_where(f"{due} IS NOT NULL")
        )
    # What stood open before there were leases is due at once.
    op.execute(
        "UPDATE conversation SET answer_due = updated_at WHERE id IN (SELECT conversation_id "
        "FROM message WHERE direction = 'in' AND status IN ('waiting', 'answering'))"
    )


def _widen_message() -> None:
    with op.batch_alter_table("message") as table:
        table.alter_column("external_id", type_=sa.String(160), existing_type=sa.String(128))
        table.add_column(sa.Column("kind", sa.String(16), nullable=False, server_default="text"))
        table.add_column(sa.Column("author", sa.String(80), nullable=False, server_default="user"))
        table.add_column(sa.Column("content", _JSON))
        table.add_column(sa.Column("edited_text", sa.Text()))
    op.execute("UPDATE message SET author = 'assistant' WHERE direction = 'out'")
    op.create_index(
        "ix_message_unsent",
        "message",
        ["conversation_id", "position"],
        **_where("direction = 'out' AND status IN ('pending', 'held')"),
    )
    op.create_index(
        "ix_message_dead", "message", ["id"], **_where("direction = 'out' AND status = 'dead'")
    )


def _identities() -> None:
    op.create_table(
        "channel_identity",
        sa.Column("channel", sa.String(16), primary_key=True),
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("value", sa.String(160), primary_key=True),
        sa.Column(
            "person_id", _NUMBER, sa.ForeignKey("person.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column(
            "conversation_id",
            sa.String(160),
            sa.ForeignKey("conversation.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("created_at", _TIME, nullable=False),
    )
    op.create_index("ix_channel_identity_person_id", "channel_identity", ["person_id"])


def _deliveries() -> None:
    op.create_table(
        "delivery",
        _key(),
        sa.Column(
            "message_id", _NUMBER, sa.ForeignKey("message.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("provider_id", sa.String(160)),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error_code", sa.String(40)),
        sa.Column("error", sa.String(300)),
        sa.Column("attempted_at", _TIME, nullable=False),
        sa.Column("sent_at", _TIME),
        sa.Column("delivered_at", _TIME),
        sa.Column("read_at", _TIME),
        sa.UniqueConstraint("message_id", "part", name="uq_delivery_part"),
    )
    op.create_index("ix_delivery_provider_id", "delivery", ["provider_id"])


def _media() -> None:
    op.create_table(
        "media",
        _key(),
        sa.Column(
            "message_id", _NUMBER, sa.ForeignKey("message.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("provider_id", sa.String(300), nullable=False),
        sa.Column("mime", sa.String(120)),
        sa.Column("name", sa.String(200)),
        sa.Column("size", sa.Integer()),
        sa.Column("path", sa.String(200)),
        sa.Column("sha256", sa.String(64)),
        sa.Column("refused", sa.String(40)),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", _TIME),
        sa.Column("created_at", _TIME, nullable=False),
    )
    op.create_index("ix_media_message_id", "media", ["message_id"])
    op.create_index("ix_media_due_at", "media", ["due_at"], **_where("due_at IS NOT NULL"))


def _channels() -> None:
    op.create_table(
        "channel_state",
        sa.Column("channel", sa.String(16), primary_key=True),
        sa.Column("poller", sa.String(40)),
        sa.Column("poller_until", _TIME),
        sa.Column("paused_until", _TIME),
        sa.Column("stopped_at", _TIME),
        sa.Column("stopped_reason", sa.String(300)),
    )
    op.create_table(
        "unreadable_update",
        _key(),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", _TIME, nullable=False),
    )


def downgrade() -> None:
    """Back to one channel."""
    for name in ("unreadable_update", "channel_state", "media", "delivery", "channel_identity"):
        op.drop_table(name)
    op.drop_index("ix_message_dead", "message")
    op.drop_index("ix_message_unsent", "message")
    with op.batch_alter_table("message") as table:
        for column in ("kind", "author", "content", "edited_text"):
            table.drop_column(column)
        table.alter_column("external_id", type_=sa.String(128), existing_type=sa.String(160))
    for name in ("send_due", "answer_due", "person_id"):
        op.drop_index(f"ix_conversation_{name}", "conversation")
    with op.batch_alter_table("conversation") as table:
        table.drop_constraint("fk_conversation_person_id", type_="foreignkey")
        for column in ("address", "person_id", "campaign", "heard_at", "blocked_at"):
            table.drop_column(column)
        for work in ("answer", "send"):
            for end in ("due", "holder", "until"):
                table.drop_column(f"{work}_{end}")
    op.drop_table("person")
