"""The statements that every message runs, built once: building them costs as much as running."""

from functools import cache
from typing import Any, Final

from sqlalchemy import Executable, bindparam, insert, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.tables import OPEN, conversation_table, message_table, reference_table

_conversation = conversation_table.c
_message = message_table.c

#: Stores one question.
ADD_QUESTION: Final = (
    insert(message_table)
    .values(
        {
            name: bindparam(name)
            for name in (
                *("conversation_id", "position", "direction", "status", "text"),
                *("external_id", "payload", "refused", "attempts", "created_at"),
            )
        }
    )
    .returning(_message.id)
)

#: Marks an open question as being answered; gives no row when it was closed meanwhile.
CLAIM: Final = (
    update(message_table)
    .where(_message.id == bindparam("message_id"), _message.status.in_(OPEN))
    .values(status=bindparam("new_status"), attempts=_message.attempts + 1)
    .returning(_message.id)
)

#: Closes an open question; gives no row when it was closed meanwhile.
CLOSE: Final = (
    update(message_table)
    .where(_message.id == bindparam("message_id"), _message.status.in_(OPEN))
    .values(
        {
            name: bindparam(f"new_{name}")
            for name in ("status", "language", "intent", "details", "finished_at")
        }
    )
    .returning(_message.id)
)

ADD_MESSAGES: Final = insert(message_table)
ADD_REFERENCES: Final = insert(reference_table)


@cache
def enter(dialect: str, with_language: bool) -> Executable:
    """Make the conversation or take its next position, in one statement."""
    kinds: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
    statement = kinds[dialect](conversation_table).values(
        {
            name: bindparam(name)
            for name in (
                *("id", "channel", "owner", "version", "chosen_language"),
                *("last_position", "created_at", "updated_at"),
            )
        }
    )
    changes = {
        "last_position": _conversation.last_position + 1,
        "updated_at": statement.excluded.updated_at,
    }
    if with_language:
        changes["chosen_language"] = statement.excluded.chosen_language
    entered: Executable = statement.on_conflict_do_update(
        index_elements=[_conversation.id], set_=changes
    ).returning(_conversation.last_position, _conversation.language, _conversation.chosen_language)
    return entered


@cache
def advance(with_language: bool) -> Executable:
    """Take `count` more positions for an answer."""
    changes: dict[str, Any] = {
        "last_position": _conversation.last_position + bindparam("count"),
        "updated_at": bindparam("at"),
    }
    if with_language:
        changes["language"] = bindparam("new_language")
    return (
        update(conversation_table)
        .where(_conversation.id == bindparam("conversation_id"))
        .values(changes)
        .returning(_conversation.owner, _conversation.last_position)
    )
