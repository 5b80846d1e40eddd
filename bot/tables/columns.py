"""Column types that the tables share."""

from datetime import UTC, datetime
from typing import Final

from sqlalchemy import JSON, BigInteger, Integer
from sqlalchemy.dialects.postgresql import JSONB

#: A row's own number: 64 bits; SQLite counts up by itself only in an INTEGER.
NUMBER: Final = BigInteger().with_variant(Integer, "sqlite")
JSON_VALUE: Final = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def now() -> datetime:
    """This moment in UTC, as the tables hold it."""
    return datetime.now(UTC)
