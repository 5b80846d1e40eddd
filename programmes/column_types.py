"""Column types that turn our value objects into JSON, and times into UTC."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

from programmes.contact import Contact
from programmes.criteria import Criteria
from programmes.translated import Translated

JSON_VALUE = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class TranslatedText(TypeDecorator[Translated]):
    """A text in three languages as one JSON object."""

    impl = JSON_VALUE
    cache_ok = True

    def process_bind_param(self, value: Translated | None, dialect: Dialect) -> Any:
        """Turn the value into what the driver stores."""
        return None if value is None else value.as_json()

    def process_result_value(self, value: Any, dialect: Dialect) -> Translated | None:
        """Turn what the driver read into the value."""
        return None if value is None else Translated.from_json(value)


class TranslatedTexts(TypeDecorator[list[Translated]]):
    """A list of texts in three languages as one JSON array."""

    impl = JSON_VALUE
    cache_ok = True

    def process_bind_param(self, value: list[Translated] | None, dialect: Dialect) -> Any:
        """Turn the value into what the driver stores."""
        return [text.as_json() for text in value or ()]

    def process_result_value(self, value: Any, dialect: Dialect) -> list[Translated]:
        """Turn what the driver read into the value."""
        return [Translated.from_json(text) for text in value or ()]


class ContactValue(TypeDecorator[Contact]):
    """A contact as one JSON object of its known parts."""

    impl = JSON_VALUE
    cache_ok = True

    def process_bind_param(self, value: Contact | None, dialect: Dialect) -> Any:
        """Turn the value into what the driver stores."""
        return (value or Contact()).as_json()

    def process_result_value(self, value: Any, dialect: Dialect) -> Contact:
        """Turn what the driver read into the value."""
        return Contact.from_json(value or {})


class CriteriaValue(TypeDecorator[Criteria]):
    """Criteria as one JSON object of the stated conditions."""

    impl = JSON_VALUE
    cache_ok = True

    def process_bind_param(self, value: Criteria | None, dialect: Dialect) -> Any:
        """Turn the value into what the driver stores."""
        return (value or Criteria()).as_json()

    def process_result_value(self, value: Any, dialect: Dialect) -> Criteria:
        """Turn what the driver read into the value."""
        return Criteria.from_json(value or {})


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time in UTC on both databases; SQLite itself keeps no time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn the value into what the driver stores."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a time without a time zone cannot be stored")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn what the driver read into the value."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
