"""What `rahbar doctor` looks at: the token and where Telegram delivers."""

from collections.abc import Sequence
from typing import Final

from telegram import Bot, WebhookInfo
from telegram.error import InvalidToken, TelegramError

from bot.channels.telegram.failures import send_error

Finding = tuple[str, bool, str]

#: More updates than these wait at Telegram only when they are not fetched or refused.
_MOST_WAITING: Final = 100


async def look(bot: Bot, webhook_url: str) -> Sequence[Finding]:
    """What is well and what is not; `webhook_url` is empty where the desk polls."""
    try:
        me = await bot.get_me()
        info = await bot.get_webhook_info()
    except InvalidToken:
        return [("Telegram takes the token", False, "copy the token from @BotFather again")]
    except TelegramError as error:
        remedy = f"the Bot API does not answer: {send_error(error).reason}"
        return [("Telegram answers", False, remedy)]
    return [
        (f"Telegram bot @{me.username}", True, ""),
        _address(info, webhook_url),
        *_trouble(info),
    ]


def _address(info: WebhookInfo, expected: str) -> Finding:
    if expected:
        return ("Telegram webhook is set", info.url == expected, "start the desk, it sets it")
    remedy = "another program set a webhook; the desk removes it when it starts"
    return ("Telegram is free to be polled", not info.url, remedy)


def _trouble(info: WebhookInfo) -> Sequence[Finding]:
    waiting = info.pending_update_count
    few = waiting <= _MOST_WAITING
    backlog = "start the desk; Telegram keeps updates for 24 hours"
    findings = [(f"Telegram updates waiting: {waiting}", few, backlog)]
    if info.last_error_message and info.pending_update_count:
        # Telegram never forgets its last failure; it matters while something waits.
        when = f"{info.last_error_date:%Y-%m-%d %H:%M} UTC" if info.last_error_date else "unknown"
        said = f"{info.last_error_message} (last at {when})"
        findings.append(("Telegram could deliver to the webhook", False, said))
    return findings
