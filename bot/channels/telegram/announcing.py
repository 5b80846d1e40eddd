"""What Telegram is told about the bot: its menu, what it is, where its updates go."""

from typing import Final

from telegram import Bot, BotCommand

from bot.channels import words
from bot.channels.telegram.bot_api import ALLOWED_UPDATES
from bot.channels.telegram.commands import COMMANDS
from bot.languages import DEFAULT

#: Telegram's language code of a menu and our language in it; None serves all other people.
_MENUS: Final = ((None, DEFAULT), ("ur", "ur"))
_CONNECTIONS: Final = 40


async def announce_menu(bot: Bot) -> None:
    """Set commands and description in each language, where they are not so already."""
    for code, language in _MENUS:
        menu = commands(language)
        if tuple(await bot.get_my_commands(language_code=code)) != menu:
            await bot.set_my_commands(menu, language_code=code)
        about = words.say("telegram.about", language)
        if (await bot.get_my_description(language_code=code)).description != about:
            await bot.set_my_description(about, language_code=code)


def commands(language: str) -> tuple[BotCommand, ...]:
    """The commands with their descriptions."""
    return tuple(
        BotCommand(name, words.say(f"telegram.command.{name}", language)) for name in COMMANDS
    )


async def announce_webhook(bot: Bot, url: str, secret: str) -> None:
    """Have updates delivered to an address; those that wait there already are kept."""
    await bot.set_webhook(
        url,
        secret_token=secret,
        allowed_updates=ALLOWED_UPDATES,
        max_connections=_CONNECTIONS,
        drop_pending_updates=False,
    )


async def withdraw_webhook(bot: Bot) -> None:
    """Polling is refused while a webhook is set."""
    await bot.delete_webhook(drop_pending_updates=False)
