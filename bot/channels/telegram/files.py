"""Files that people sent: https://core.telegram.org/bots/api#getfile"""

from mimetypes import guess_type

from telegram import Bot
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.channels.errors import ChannelStopped, Final, Temporary
from bot.channels.port import File
from bot.channels.telegram.failures import UNREADABLE, send_error


async def fetch(bot: Bot, file_id: str, largest: int) -> File:
    """Get a file of at most `largest` bytes.

    Raises:
        Final: it is gone or too large. Temporary: try again later. ChannelStopped: bad token.
    """
    try:
        found = await bot.get_file(file_id)
    except BadRequest as error:
        code = "too_large" if "file is too big" in error.message.lower() else "gone"
        raise Final(code, error.message) from error
    except (TelegramError, *UNREADABLE) as error:
        raise _try_again(error) from error
    if (found.file_size or 0) > largest or found.file_path is None:
        raise Final("too_large", "the file exceeds the limit")
    try:
        content = bytes(await found.download_as_bytearray())
    except InvalidToken as error:
        # The library takes every 404 for a bad token; here the address itself is out of date.
        raise Final("gone", "the file is no longer there") from error
    except TelegramError as error:
        raise _try_again(error) from error
    if len(content) > largest:
        raise Final("too_large", "the file exceeds the limit")
    return File(content, guess_type(found.file_path)[0])


def _try_again(error: Exception) -> Temporary | ChannelStopped:
    """Nothing is done twice by fetching twice, so all that is not final is worth another try."""
    if not isinstance(error, TelegramError):
        return Temporary("unreadable", type(error).__name__)
    failure = send_error(error)
    if isinstance(failure, Temporary | ChannelStopped):
        return failure
    return Temporary(failure.code, failure.reason)
