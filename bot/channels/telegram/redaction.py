"""Keeps the bot's token out of every log: it stands in the URL of each call."""

import logging
import traceback
from typing import Any, Final

_TALKATIVE: Final = ("httpx", "httpcore", "telegram")
_HIDDEN: Final = "<token>"


class Redaction:
    """A factory of log records that have lost the secrets, also those within exceptions."""

    def __init__(self, make: Any) -> None:
        self._make = make
        self._secrets: set[str] = set()

    def hide(self, secret: str) -> None:
        """Hide one more secret from now on."""
        self._secrets.add(secret)

    def __call__(self, *args: Any, **kwargs: Any) -> logging.LogRecord:
        """Make a record as the factory before did, then clean it."""
        record: logging.LogRecord = self._make(*args, **kwargs)
        said = _message(record)
        if self._holds_secret(said):
            record.msg, record.args = self.clean(said), None
        if record.exc_info and record.exc_info[1] is not None:
            trace = "".join(traceback.format_exception(record.exc_info[1])).rstrip()
            if self._holds_secret(trace):
                record.exc_info, record.exc_text = None, self.clean(trace)
        return record

    def clean(self, text: str) -> str:
        """The text without the secrets."""
        for secret in self._secrets:
            text = text.replace(secret, _HIDDEN)
        return text

    def _holds_secret(self, text: str) -> bool:
        return any(secret in text for secret in self._secrets)


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):
        return f"{record.msg} {record.args}"


def hide_token(token: str) -> Redaction:
    """Hide a token from all logs of this process, and silence those who would write it."""
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    factory = logging.getLogRecordFactory()
    redaction = factory if isinstance(factory, Redaction) else Redaction(factory)
    logging.setLogRecordFactory(redaction)
    # The part after the colon is the secret one, and the same however a URL is quoted.
    redaction.hide(token.partition(":")[2] or token)
    return redaction
