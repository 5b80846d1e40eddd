"""Telegram over the Bot API (https://core.telegram.org/bots/api), with python-telegram-bot."""

from bot.channels.telegram.channel import TelegramChannel

__all__ = ["TelegramChannel"]
