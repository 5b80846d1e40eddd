"""Handoffs to staff: teams, episodes, changes of owner, timers, presence, hours and limits."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_JSON = sa.JSON().with_variant(JSONB(), "postgresql")
_TIME = sa.DateTime(timezone=True)
_RUNNING = sa.text("ended_at IS NULL")
_WAITING = sa.text("ended_at IS NULL AND staff_id IS NULL")
_TABLES = (
    *("conversation_label", "conversation_note", "conversation_timer", "handoff_event"),
    *("handoff", "handoff_limit", "holiday", "opening_hours", "staff_presence"),
    *("team_member", "team"),
)


def upgrade() -> None:
    """Create the tables."""
    _create_teams()
    _create_hours()
    _create_handoff()
    _create_event_and_timer()
    _create_notes()


def downgrade() -> None:
    """Drop the tables."""
    for table in _TABLES:
        op.drop_table(table)


def _to(target: str, delete: str = "CASCADE") -> sa.ForeignKey:
    return sa.ForeignKey(target, ondelete=delete)


def _id() -> sa.Column[Any]:
    return sa.Column("id", _NUMBER, primary_key=True, autoincrement=True)


def _staff() -> sa.Column[Any]:
    return sa.Column("staff_id", _NUMBER, _to("staff_member.id", "SET NULL"))


def _conversation(**options: Any) -> sa.Column[Any]:
    of = _to("conversation.id")
    return sa.Column("conversation_id", sa.String(160), of, nullable=False, **options)


def _create_teams() -> None:
    op.create_table(
        "team",
        _id(),
        sa.Column("key", sa.String(40), nullable=False, unique=True),
        sa.Column("name", _JSON, nullable=False),
        sa.Column("assignment", sa.String(16), nullable=False),
        sa.Column("office_id", sa.String(64)),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *(
            sa.Column(name, _JSON, nullable=False)
            for name in ("intents", "topics", "programmes", "segments", "provinces")
        ),
    )
    op.create_table(
        "team_member",
        sa.Column("team_id", _NUMBER, _to("team.id"), primary_key=True),
        sa.Column("staff_id", _NUMBER, _to("staff_member.id"), primary_key=True),
    )
    op.create_index("ix_team_member_staff_id", "team_member", ["staff_id"])
    op.create_table(
        "staff_presence",
        sa.Column("staff_id", _NUMBER, _to("staff_member.id"), primary_key=True),
        sa.Column("seen_at", _TIME, nullable=False),
        sa.Column("conversation_id", sa.String(160), _to("conversation.id", "SET NULL")),
        sa.Column("typing_until", _TIME),
    )
    op.create_index("ix_staff_presence_conversation_id", "staff_presence", ["conversation_id"])


def _create_hours() -> None:
    op.create_table(
        "opening_hours",
        _id(),
        sa.Column("office_id", sa.String(64), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Time(), nullable=False) for name in ("opens", "closes")),
        *(sa.Column(name, sa.Date()) for name in ("first_day", "last_day")),
    )
    op.create_index("ix_opening_hours_office_id", "opening_hours", ["office_id"])
    op.create_table(
        "holiday",
        _id(),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("office_id", sa.String(64)),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("name", _JSON),
    )
    op.create_index("ix_holiday_day", "holiday", ["day"])
    op.create_table(
        "handoff_limit",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("value", sa.Integer(), nullable=False),
    )


def _create_handoff() -> None:
    op.create_table(
        "handoff",
        _id(),
        _conversation(),
        sa.Column("reason", sa.String(24), nullable=False),
        sa.Column("team_id", _NUMBER, _to("team.id", "SET NULL")),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(64)),
        sa.Column("programme", sa.String(64)),
        sa.Column("language", sa.String(16)),
        sa.Column("province", sa.String(64)),
        sa.Column("channel", sa.String(16), nullable=False),
        *_times(),
        sa.Column("place_told", sa.Integer()),
        _staff(),
        sa.Column("outcome", sa.String(24)),
        *(sa.Column(name, sa.Integer()) for name in ("wait_seconds", "handling_seconds", "rating")),
        *(sa.Column(name, sa.Text()) for name in ("summary", "rating_comment")),
        sa.Column("settled", _JSON),
        sa.Column("brief", _JSON, nullable=False),
        sa.Column("awaits", sa.String(16)),
        sa.Column("ticket", sa.String(12)),
    )
    _index_handoff()


def _times() -> list[sa.Column[Any]]:
    known = ("queued_at", "waiting_since")
    later = (
        *("told_at", "offered_at", "claimed_at", "first_reply_at", "snoozed_until", "ended_at"),
        *("engine_told_at", "awaits_until", "rating_asked_at"),
    )
    return [
        *(sa.Column(name, _TIME, nullable=False) for name in known),
        *(sa.Column(name, _TIME) for name in later),
    ]


def _index_handoff() -> None:
    for name, columns, unique, where in (
        ("uq_handoff_running", ["conversation_id"], True, _RUNNING),
        ("ix_handoff_waiting", ["team_id"], False, _WAITING),
        ("ix_handoff_conversation_id", ["conversation_id"], False, None),
        ("ix_handoff_staff_id", ["staff_id"], False, None),
        ("ix_handoff_claimed_at", ["team_id", "claimed_at"], False, None),
    ):
        partly: dict[str, Any] = (
            {} if where is None else {"sqlite_where": where, "postgresql_where": where}
        )
        op.create_index(name, "handoff", columns, unique=unique, **partly)


def _create_event_and_timer() -> None:
    op.create_table(
        "handoff_event",
        _id(),
        _conversation(),
        sa.Column("handoff_id", _NUMBER, _to("handoff.id", "SET NULL")),
        *(sa.Column(name, sa.String(80), nullable=False) for name in ("from_owner", "to_owner")),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("actor", sa.String(80), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.UniqueConstraint("conversation_id", "version", name="uq_handoff_event_version"),
    )
    op.create_index("ix_handoff_event_handoff_id", "handoff_event", ["handoff_id"])
    op.create_table(
        "conversation_timer",
        _conversation(primary_key=True),
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("due_at", _TIME, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    op.create_index("ix_conversation_timer_due_at", "conversation_timer", ["due_at"])


def _create_notes() -> None:
    time = sa.Column("at", _TIME, nullable=False)
    text = sa.Column("text", sa.Text(), nullable=False)
    op.create_table("conversation_note", _id(), _conversation(), _staff(), text, time)
    of = ["conversation_id"]
    op.create_index("ix_conversation_note_conversation_id", "conversation_note", of)
    label = sa.Column("label", sa.String(40), primary_key=True)
    marked = _conversation(primary_key=True)
    op.create_table(
        "conversation_label", marked, label, _staff(), sa.Column("at", _TIME, nullable=False)
    )
    op.create_index("ix_conversation_label_label", "conversation_label", ["label"])
