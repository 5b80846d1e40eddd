"""Logs that help an operator and hold nothing personal: no words of a user, no plain ids."""

import hashlib
import logging
import sys
from typing import Any

import structlog
from structlog.typing import EventDict

#: Libraries that write addresses, queries or tokens at their lower levels.
_TALKATIVE = ("httpx", "httpcore", "aiosqlite", "uvicorn.access", "sqlalchemy.engine", "alembic")


def pseudonym(conversation_id: str) -> str:
    """A short name for a conversation that cannot be turned back into its id."""
    channel, _, _ = conversation_id.partition(":")
    return f"{channel}:{hashlib.sha256(conversation_id.encode()).hexdigest()[:10]}"


def configure(level: str, as_json: bool) -> None:
    """Set structlog and the standard library's loggers up for this process."""
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(
            exception_formatter=structlog.dev.plain_traceback, pad_event_to=0
        )
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            without_values,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(
            logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
        ),
        cache_logger_on_first_use=False,
    )


def without_values(_: Any, __: str, event: EventDict) -> EventDict:
    """Put an exception's kind and place into the log, never its text: that may hold user data.

    A database error, for one, prints the row that it could not write.
    """
    error = event.pop("exc_info", None)
    if error:
        error = _current(error)
        frame = error.__traceback__ if error else None
        while frame and frame.tb_next:
            frame = frame.tb_next
        event["error"] = type(error).__name__
        if frame:
            code = frame.tb_frame.f_code
            event["at"] = f"{code.co_filename.rsplit('/', 1)[-1]}:{frame.tb_lineno}"
    return event


def _current(error: Any) -> BaseException | None:
    if isinstance(error, BaseException):
        return error
    return sys.exc_info()[1]
