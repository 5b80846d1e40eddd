"""Keys, by which the console names conversations, in place of ids that may hold a phone number."""

import secrets
from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_KEY_BYTES = 12
#: Rows changed with one statement.
_MANY = 500
_conversation = sa.table("conversation", sa.column("id"), sa.column("key"))
_entry = sa.table("audit_entry", sa.column("object_kind"), sa.column("object_id"))


def upgrade() -> None:
    """Add the column, give every conversation a key, and name them by it in the audit log."""
    # No batch: on SQLite that builds the table anew, and all that hangs on its rows goes with it.
    key = sa.Column("key", sa.String(24), nullable=False, server_default="")
    op.add_column("conversation", key)
    ids = op.get_bind().execute(sa.select(_conversation.c.id)).scalars().all()
    for start in range(0, len(ids), _MANY):
        _give_keys(ids[start : start + _MANY])
    op.create_index("ix_conversation_key", "conversation", ["key"], unique=True)
    _rename_in_audit(_conversation.c.key, _conversation.c.id)
    # What is left names conversations that are gone, by ids that may hold a phone number.
    op.execute(
        sa.update(_entry)
        .where(_entry.c.object_kind == "conversation", _entry.c.object_id.contains(":"))
        .values(object_id=None)
    )


def downgrade() -> None:
    """Drop the column; the audit log names conversations by their ids again."""
    _rename_in_audit(_conversation.c.id, _conversation.c.key)
    op.drop_index("ix_conversation_key", "conversation")
    op.drop_column("conversation", "key")


def _give_keys(ids: Sequence[str]) -> None:
    of_it = _conversation.c.id == sa.bindparam("of")
    statement = sa.update(_conversation).where(of_it).values(key=sa.bindparam("new"))
    rows: list[Mapping[str, str]] = [
        {"of": each, "new": secrets.token_urlsafe(_KEY_BYTES)} for each in ids
    ]
    op.get_bind().execute(statement, rows)


def _rename_in_audit(to: sa.ColumnElement[str], name: sa.ColumnElement[str]) -> None:
    found = sa.select(to).where(name == _entry.c.object_id)
    op.execute(
        sa.update(_entry)
        .where(_entry.c.object_kind == "conversation", sa.exists(found))
        .values(object_id=found.scalar_subquery())
    )
