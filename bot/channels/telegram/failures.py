"""What an error of Telegram means for a message that was to be sent.

https://core.telegram.org/bots/api#making-requests; the library names the HTTP status by class.
"""

from datetime import timedelta
from typing import Final

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels.errors import (
    AddressChanged,
    ChannelStopped,
    SendError,
    Temporary,
    Unreachable,
    Unsure,
)
from bot.channels.errors import (
    Final as FinalError,
)

#: What the library raises over a success whose content is not as documented.
UNREADABLE: Final = (KeyError, TypeError)
#: Of the connection, before a byte of the request was sent.
_NOT_SENT: Final = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
)
#: Bad requests that no other message to this chat would fare better with.
_GONE: Final = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "group chat was deactivated",
    "group chat was deleted",
    "not enough rights to send",
    "have no rights to send",
)
_NOTHING_TO_EDIT: Final = (
    "message can't be edited",
    "message to edit not found",
    "message_id_invalid",
    "there is no text in the message to edit",
)
_LONGEST_REASON: Final = 200


def send_error(error: TelegramError) -> SendError:
    """The error in the outbox's terms."""
    # Telegram's own words; what a gateway or the library adds might hold the address, and it the token.
    reason = error.message.partition(". Parsing the server response")[0][:_LONGEST_REASON]
    if isinstance(error.__cause__, TelegramError):
        # A gateway's page: the Bot API behind it may have sent the message.
        return Unsure("gateway", reason)
    match error:
        case RetryAfter():
            return Temporary("429", reason, retry_after=seconds_to_wait(error))
        case ChatMigrated():
            return AddressChanged(str(error.new_chat_id), "chat")
        case Forbidden():
            return Unreachable("403", reason)
        case InvalidToken():
            return ChannelStopped("401", "the token is not valid (any more)")
        case BadRequest():
            return _bad_request(reason)
        case TimedOut() | NetworkError():
            return _of_network(error, reason)
    # A success that could not be read, or a conflict: something came back, we know not what.
    return Unsure("unknown", reason)


def seconds_to_wait(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def is_unchanged(error: BadRequest) -> bool:
    """Whether an edit failed because the message already reads so."""
    return "message is not modified" in error.message.lower()


def cannot_be_edited(error: BadRequest) -> bool:
    """Whether the message to be edited is gone or not to be changed."""
    return any(words in error.message.lower() for words in _NOTHING_TO_EDIT)


def _bad_request(reason: str) -> SendError:
    if any(words in reason.lower() for words in _GONE):
        return Unreachable("400", reason)
    return FinalError("400", reason)


def _of_network(error: NetworkError, reason: str) -> SendError:
    """Tell what was surely not sent: by the exception underneath, else by Telegram's own words."""
    cause = error.__cause__
    if cause is None:
        # An answer with an error in Telegram's own form: 5xx, or 429 that names no time.
        return Temporary("5xx", reason)
    if isinstance(cause, _NOT_SENT):
        return Temporary("not_connected", type(cause).__name__)
    code = "timed_out" if isinstance(error, TimedOut) else "connection"
    return Unsure(code, type(cause).__name__)
