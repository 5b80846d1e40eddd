"""Fills an SQLite database with conversations: copies of one that was really held."""

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Final

#: Of the copies; the numbers of rows are far above those of rows that the desk makes.
FIRST: Final = 1_000_000
_STEP: Final = 1000
_COUNT: Final = (
    "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :count)"
)

_LEASE: Final = ("due", "holder", "until")

#: What differs between a row and its copy number `n.i`; `one` is the row.
_COPIES: Final[Mapping[str, Mapping[str, str]]] = {
    "person": {"id": ":first + n.i"},
    "conversation": {
        "id": "'whatsapp:' || (:phone + n.i)",
        "key": "printf('%08x', n.i) || substr(one.key, 9)",
        "address": "CAST(:phone + n.i AS TEXT)",
        "person_id": ":first + n.i",
        # Nothing is to be done in them, whatever the one was at.
        **{f"{work}_{what}": "NULL" for work in ("answer", "send") for what in _LEASE},
    },
    "channel_identity": {
        "value": "CAST(:phone + n.i AS TEXT)",
        "person_id": ":first + n.i",
        "conversation_id": "'whatsapp:' || (:phone + n.i)",
    },
    "message": {
        "id": "(:first + n.i) * :step + one.id",
        "conversation_id": "'whatsapp:' || (:phone + n.i)",
        "external_id": "one.external_id || '-' || n.i",
        "reply_to": "(:first + n.i) * :step + one.reply_to",
    },
    "delivery": {
        "id": "(:first + n.i) * :step + one.id",
        "message_id": "(:first + n.i) * :step + one.message_id",
        "provider_id": "one.provider_id || '-' || n.i",
    },
    "payload_reference": {
        "token": "printf('%08x', n.i) || substr(one.token, 9)",
        "conversation_id": "'whatsapp:' || (:phone + n.i)",
    },
}
_PHONE: Final = 923_100_000_000


def phone_of(number: int) -> str:
    """The person of the stored conversation of this number."""
    return str(_PHONE + number)


def fill(desk: Path, trackers: Path, phone: str, count: int) -> None:
    """Copy the conversation of `phone` so often, with its receipts, buttons and tracker."""
    with sqlite3.connect(desk, timeout=60) as connection:
        for table in _COPIES:
            _copy(connection, table, f"whatsapp:{phone}", count)
    with sqlite3.connect(trackers, timeout=60) as connection:
        connection.execute(
            f"{_COUNT} INSERT INTO engine_tracker SELECT 'whatsapp:' || (:phone + n.i), one.state "
            "FROM n, engine_tracker one WHERE one.sender_id = :conversation",
            {"count": count, "phone": _PHONE, "conversation": f"whatsapp:{phone}"},
        )


def _copy(connection: sqlite3.Connection, table: str, conversation: str, count: int) -> None:
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    given = [_COPIES[table].get(column, f"one.{column}") for column in columns]
    of_it = {
        "person": "id = (SELECT person_id FROM conversation WHERE id = :conversation)",
        "conversation": "id = :conversation",
        "delivery": "message_id IN (SELECT id FROM message WHERE conversation_id = :conversation)",
    }.get(table, "conversation_id = :conversation")
    connection.execute(
        f"{_COUNT} INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(given)} "
        f"FROM n, {table} one WHERE one.{of_it}",
        {
            "count": count,
            "first": FIRST,
            "step": _STEP,
            "phone": _PHONE,
            "conversation": conversation,
        },
    )
