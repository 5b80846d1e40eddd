"""Who wrote, and whether it was meant for the assistant."""

import re
from dataclasses import dataclass
from typing import Final

from telegram import Chat, Message, User
from telegram.constants import ChatType

from bot.channels.telegram.bot_api import NAME
from bot.languages import Language
from bot.messages import Identity, Sender
from bot.typed import clean

_GROUPS: Final = (ChatType.GROUP, ChatType.SUPERGROUP)


@dataclass(frozen=True, slots=True)
class Account:
    """The bot itself, as Telegram tells it."""

    id: int
    username: str

    def is_named(self, name: str) -> bool:
        """Whether a name, without its @, is the bot's."""
        return name.lower() == self.username.lower()

    def mention(self) -> re.Pattern[str]:
        """Finds `@name` of the bot and the space after it."""
        return re.compile(rf"(?<!\w)@{re.escape(self.username)}\b[,:]?\s*", re.IGNORECASE)


class AccountUnknown(Exception):
    """Who the bot is must be known first, to tell whether a group speaks to it."""


def is_group(chat: Chat) -> bool:
    """Whether several people write in the chat."""
    return chat.type in _GROUPS


def is_private(chat: Chat) -> bool:
    """Whether the chat is with one person."""
    return chat.type == ChatType.PRIVATE


def sender_of(chat: Chat, user: User | None) -> Sender:
    """Whom the conversation is with: a person, or a group as a whole."""
    language = _language(user.language_code) if user else None
    if is_group(chat) or user is None:
        identity, name = Identity("chat", str(chat.id)), chat.title
    else:
        identity, name = Identity("user", str(user.id)), user.full_name
    return Sender(NAME, (identity,), str(chat.id), clean(name or "") or None, language)


def speaks_for_itself(message: Message) -> bool:
    """Whether people wrote it: not another bot, and no channel's post passed on to its group."""
    if message.is_automatic_forward or message.chat.type == ChatType.CHANNEL:
        return False
    if message.sender_chat is not None:
        # An administrator who hides behind the group; Telegram puts a bot in `from`.
        return message.sender_chat.id == message.chat.id
    return message.from_user is not None and not message.from_user.is_bot


def is_reply_to(message: Message, account: Account) -> bool:
    """Whether it answers one of the bot's own messages."""
    answered = message.reply_to_message
    return bool(answered and answered.from_user and answered.from_user.id == account.id)


def _language(code: str | None) -> Language | None:
    """The language of a person's app as one of ours; `ur-PK` is Urdu."""
    match (code or "").lower().split("-")[0]:
        case "ur":
            return "ur"
        case "en":
            return "en"
    return None
