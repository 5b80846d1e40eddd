"""The statements that every message runs, built once: building them costs as much as running."""

from functools import cache
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Executable,
    and_,
    bindparam,
    case,
    func,
    insert,
    null,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from bot.leases import Work
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
                *("conversation_id", "position", "direction", "kind", "author", "status", "text"),
                *("external_id", "payload", "refused", "content", "attempts", "created_at"),
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
    .returning(_message.attempts)
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

_ENTERED: Final = (
    *("id", "key", "channel", "address", "owner", "version", "chosen_language", "campaign"),
    *("last_position", "heard_at", "answer_due", "answer_holder", "answer_until"),
    *("created_at", "updated_at"),
)


@cache
def enter(dialect: str, with_language: bool) -> Executable:
    """Make the conversation or take its next position, and the lease where it is free; at once."""
    kinds: dict[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
    statement = kinds[dialect](conversation_table).values(
        {name: bindparam(name) for name in _ENTERED}
    )
    new = statement.excluded
    takes = and_(Work.ANSWER.is_free(new.heard_at), new.answer_holder.is_not(None))
    changes: dict[str, Any] = {
        "last_position": _conversation.last_position + 1,
        "address": new.address,
        "heard_at": new.heard_at,
        "blocked_at": null(),
        "answer_due": func.coalesce(_conversation.answer_due, new.answer_due),
        "answer_holder": case((takes, new.answer_holder), else_=_conversation.answer_holder),
        "answer_until": case((takes, new.answer_until), else_=_conversation.answer_until),
        "updated_at": new.updated_at,
    }
    if with_language:
        changes["chosen_language"] = new.chosen_language
    entered: Executable = statement.on_conflict_do_update(
        index_elements=[_conversation.id], set_=changes
    ).returning(
        _conversation.last_position,
        _conversation.person_id,
        _conversation.owner,
        _conversation.version,
        _conversation.language,
        _conversation.chosen_language,
        _conversation.answer_holder,
        _conversation.answer_due,
    )
    return entered


def _sending(allowed: ColumnElement[bool] | None) -> dict[str, Any]:
    """Due now for the sender, and its lease where it is free (`sender` is its token)."""
    at: BindParameter[Any] = bindparam("at")
    takes = Work.SEND.is_free(at)
    if allowed is not None:
        takes = and_(allowed, takes)
    due = func.coalesce(_conversation.send_due, at)
    return {
        "send_due": due if allowed is None else case((allowed, due), else_=_conversation.send_due),
        "send_holder": case((takes, bindparam("sender")), else_=_conversation.send_holder),
        "send_until": case((takes, bindparam("sender_until")), else_=_conversation.send_until),
    }


@cache
def advance(with_language: bool, is_sent: bool) -> Executable:
    """Take `count` positions for an answer, if the owner has not changed; end the lease when no
    message stands behind the question. Gives no row when the lease was lost."""
    is_owned = and_(
        _conversation.owner == bindparam("expected_owner"),
        _conversation.version == bindparam("expected_version"),
    )
    is_last = _conversation.last_position == bindparam("position")
    count = case((is_owned, bindparam("count")), else_=0)
    changes: dict[str, Any] = {
        "last_position": _conversation.last_position + count,
        "updated_at": bindparam("at"),
        **{
            column.name: case((is_last, null()), else_=column)
            for column in (Work.ANSWER.due, Work.ANSWER.holder, Work.ANSWER.until)
        },
    }
    if is_sent:
        changes |= _sending(is_owned)
    if with_language:
        changes["language"] = bindparam("new_language")
    return (
        update(conversation_table)
        .where(
            _conversation.id == bindparam("conversation_id"),
            Work.ANSWER.holder == bindparam("token"),
        )
        .values(changes)
        .returning(
            _conversation.owner,
            _conversation.version,
            _conversation.last_position,
            _conversation.answer_holder,
            _conversation.send_holder,
        )
    )


@cache
def append(is_sent: bool) -> Executable:
    """Take `count` positions for messages that answer nothing: of staff, or of a timer."""
    changes: dict[str, Any] = {
        "last_position": _conversation.last_position + bindparam("count"),
        "updated_at": bindparam("at"),
    }
    if is_sent:
        changes["send_due"] = func.coalesce(_conversation.send_due, bindparam("at"))
    return (
        update(conversation_table)
        .where(_conversation.id == bindparam("conversation_id"))
        .values(changes)
        .returning(_conversation.last_position, _conversation.language)
    )
