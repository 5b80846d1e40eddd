"""The programme database: records, calendar, knowledge, names, full-text search, tickets."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

JSON_VALUE = sa.JSON().with_variant(JSONB(), "postgresql")
TABLES = (
    *("ticket", "search_document", "programme_label", "alias", "survey_figure", "article"),
    *("training_event", "office", "programme", "foreign_scheme", "city", "province"),
    *("segment", "sector", "topic"),
)

SQLITE_SEARCH = (
    "CREATE VIRTUAL TABLE search_index USING fts5("
    "names, words, content='search_document', content_rowid='id',"
    " tokenize='unicode61 remove_diacritics 2', prefix='3')",
    "CREATE TRIGGER search_document_added AFTER INSERT ON search_document BEGIN"
    " INSERT INTO search_index(rowid, names, words) VALUES (new.id, new.names, new.words);"
    " END",
    "CREATE TRIGGER search_document_removed AFTER DELETE ON search_document BEGIN"
    " INSERT INTO search_index(search_index, rowid, names, words)"
    " VALUES ('delete', old.id, old.names, old.words);"
    " END",
    "CREATE TRIGGER search_document_changed AFTER UPDATE ON search_document BEGIN"
    " INSERT INTO search_index(search_index, rowid, names, words)"
    " VALUES ('delete', old.id, old.names, old.words);"
    " INSERT INTO search_index(rowid, names, words) VALUES (new.id, new.names, new.words);"
    " END",
)
POSTGRESQL_SEARCH = (
    "CREATE INDEX ix_search_document_text ON search_document"
    " USING gin (to_tsvector('simple', names || ' ' || words))",
)


def upgrade() -> None:
    """Create every table of the programme database and its full-text index."""
    _create_reference_tables()
    _create_record_tables()
    _create_calendar()
    _create_knowledge_tables()
    _create_matching_tables()
    _create_ticket_table()
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in POSTGRESQL_SEARCH if on_postgresql else SQLITE_SEARCH:
        op.execute(statement)


def downgrade() -> None:
    """Drop them all."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_index")
    for table in TABLES:
        op.drop_table(table)


def _create_reference_tables() -> None:
    for table in ("topic", "sector", "segment"):
        op.create_table(table, _key("id"), _json("name"))
    op.create_table("province", _key("name"), _json("names"))
    op.create_table(
        "city",
        _key("name"),
        sa.Column("province", sa.String(80), sa.ForeignKey("province.name"), nullable=False),
        _json("names"),
    )
    op.create_table("foreign_scheme", _key("id"), _json("name"), _json("country"))


def _create_record_tables() -> None:
    op.create_table(
        "programme",
        _key("id"),
        _text("type", 16, index=True),
        *_description_columns(),
        _json("documents", nullable=True),
        _json("deadline", nullable=True),
        _json("criteria"),
        sa.Column("amount_min", sa.BigInteger),
        sa.Column("amount_max", sa.BigInteger),
        _text("replaced_by", 80, nullable=True),
        *_fact_columns(),
    )
    op.create_table(
        "office",
        _key("id"),
        *_description_columns(),
        _json("hours", nullable=True),
        _text("city", 80, nullable=True),
        _text("province", 80, nullable=True),
        _json("serves"),
        sa.Column("head_office", sa.Boolean, nullable=False),
        *_fact_columns(),
    )


def _create_calendar() -> None:
    op.create_table(
        "training_event",
        _key("id"),
        _json("title"),
        sa.Column("topic", sa.String(80), sa.ForeignKey("topic.id"), nullable=False),
        sa.Column("starts", sa.Date, nullable=False, index=True),
        sa.Column("ends", sa.Date, nullable=False),
        sa.Column("start_time", sa.Time),
        sa.Column("end_time", sa.Time),
        _text("city", 80),
        _text("province", 80, nullable=True),
        _json("venue", nullable=True),
        sa.Column("fee_pkr", sa.Integer),
        _json("languages"),
        sa.Column("seats", sa.Integer),
        _text("segment", 80, nullable=True),
        sa.Column("contact", sa.String),
        sa.Column("is_sample", sa.Boolean, nullable=False),
        *_fact_columns(),
    )


def _create_knowledge_tables() -> None:
    op.create_table(
        "article",
        _key("id"),
        _text("about", 24, index=True),
        _json("title"),
        _json("text"),
        _json("topics"),
        _json("related"),
        sa.Column("position", sa.Integer, nullable=False),
        *_fact_columns(),
    )
    op.create_table(
        "survey_figure",
        _key("id"),
        sa.Column("survey", sa.String(80), sa.ForeignKey("programme.id"), nullable=False),
        _text("indicator", 80, index=True),
        _text("country", 80, index=True),
        _json("country_names"),
        sa.Column("value", sa.Double, nullable=False),
        _text("unit", 24),
        _json("text"),
        sa.Column("position", sa.Integer, nullable=False),
        *_fact_columns(),
    )


def _create_matching_tables() -> None:
    op.create_table(
        "alias",
        sa.Column("entity", sa.String(16), primary_key=True),
        sa.Column("value", sa.String(80), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        _text("text", 200),
        _text("folded", 200),
    )
    op.create_index("ix_alias_folded", "alias", ["entity", "folded"])
    owner = sa.ForeignKey("programme.id", ondelete="CASCADE")
    op.create_table(
        "programme_label",
        sa.Column("programme_id", sa.String(80), owner, primary_key=True),
        sa.Column("kind", sa.String(16), primary_key=True),
        sa.Column("value", sa.String(80), primary_key=True),
        sa.Column("rank", sa.Integer, nullable=False),
    )
    op.create_index("ix_programme_label_value", "programme_label", ["kind", "value"])
    op.create_table(
        "search_document",
        sa.Column("id", sa.Integer, primary_key=True),
        _text("kind", 16),
        _text("entity_id", 80),
        _text("about", 24, nullable=True),
        _json("title"),
        sa.Column("names", sa.Text, nullable=False),
        sa.Column("words", sa.Text, nullable=False),
    )


def _create_ticket_table() -> None:
    op.create_table(
        "ticket",
        sa.Column("reference", sa.String(12), primary_key=True),
        _text("kind", 24, index=True),
        _text("conversation_id", 200, index=True),
        _json("summary"),
        sa.Column("idempotency_key", sa.String(200), nullable=False, unique=True),
        _text("status", 16),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    )


def _description_columns() -> list[sa.Column[Any]]:
    return [
        _text("kind", 16),
        *(_json(name) for name in ("name", "short_name", "provider", "topics", "summary")),
        *(_json(name, nullable=True) for name in ("who", "benefits", "apply")),
        _json("contact"),
        sa.Column("as_of_note", sa.String),
    ]


def _fact_columns() -> list[sa.Column[Any]]:
    return [
        _text("status", 16),
        _text("as_of", 10, nullable=True),
        sa.Column("review_by", sa.Date, nullable=False),
        _text("confidence", 8),
        *(_json(name) for name in ("caveats", "conflicts", "notes", "sources")),
        _text("origin", 200),
    ]


def _key(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.String(80), primary_key=True)


def _text(name: str, length: int, *, nullable: bool = False, index: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length), nullable=nullable, index=index)


def _json(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, JSON_VALUE, nullable=nullable)
