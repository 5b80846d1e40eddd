"""Telegram's updates as our events: https://core.telegram.org/bots/api#update"""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from telegram import (
    CallbackQuery,
    ChatMemberUpdated,
    Message,
    MessageReactionUpdated,
    ReactionTypeEmoji,
    Update,
)
from telegram.constants import ChatMemberStatus

from bot.channels.events import Edited, Event, Garbled, Moved, Reachability
from bot.channels.telegram.bot_api import NAME
from bot.channels.telegram.contents import words_of
from bot.channels.telegram.messages import incoming
from bot.channels.telegram.senders import Account, AccountUnknown, is_private, sender_of
from bot.channels.words import sign
from bot.messages import Identity, Incoming, Kind
from bot.typed import clean

_LONGEST_BODY: Final = 20_000
_SHUT_OUT: Final = (ChatMemberStatus.BANNED, ChatMemberStatus.LEFT)


def read_body(body: bytes, account: Account | None) -> tuple[list[Event], str | None]:
    """The events of a webhook's body, and the callback query in it that wants to be answered."""
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return [_garbled("no JSON", clean(body.decode(errors="replace")))], None
    return read_update(update, account), callback_query_id(update)


def read_update(update: object, account: Account | None) -> list[Event]:
    """The events of one update: none where it is not for us, `Garbled` where it is not readable.

    Raises AccountUnknown where `account` is None and it must be known to tell.
    """
    if not isinstance(update, Mapping):
        return [_garbled("no update", json.dumps(update))]
    try:
        return _events(Update.de_json(dict(update)), account)
    except AccountUnknown:
        raise
    except Exception as error:
        # Whatever a missing or strange field leads to, it must not stop the updates after it.
        return [_garbled(type(error).__name__, json.dumps(update))]


def callback_query_id(update: object) -> str | None:
    """The id of the pressed button's query, for the person's app shows a clock until it is told."""
    query = update.get("callback_query") if isinstance(update, Mapping) else None
    found = query.get("id") if isinstance(query, Mapping) else None
    return found if isinstance(found, str) else None


def _events(update: Update, account: Account | None) -> list[Event]:
    readers: tuple[tuple[Any, Callable[[Any], Event | None]], ...] = (
        (update.message, lambda message: _message(message, account)),
        (update.edited_message, lambda message: _edited(message, account)),
        (update.callback_query, _press),
        (update.my_chat_member, _membership),
        (update.message_reaction, lambda reaction: _reaction(reaction, update.update_id)),
    )
    events = (read(part) for part, read in readers if part is not None)
    return [event for event in events if event is not None]


def _message(message: Message, account: Account | None) -> Event | None:
    if message.migrate_to_chat_id is not None:
        return _moved(message.chat.id, message.migrate_to_chat_id)
    if message.migrate_from_chat_id is not None:
        return _moved(message.migrate_from_chat_id, message.chat.id)
    return incoming(message, account)


def _moved(old: int, new: int) -> Moved:
    """A group became a supergroup; both chats are told, the second is a repeat."""
    return Moved(NAME, Identity("chat", str(old)), (Identity("chat", str(new)),), str(new))


def _edited(message: Message, account: Account | None) -> Edited | None:
    if message.location is not None:
        return None  # a live location moves on every few seconds
    original = incoming(message, account)
    if original is None:
        return None
    return Edited(original.sender, f"message:{message.message_id}", words_of(message))


def _press(query: CallbackQuery) -> Incoming | None:
    """A button under a message of ours, also one so old that Telegram no longer shows it to us."""
    if query.message is None or query.data is None:
        return None  # of an inline message, or of a game
    return Incoming(
        sender_of(query.message.chat, query.from_user),
        _title(query) or sign("choose"),
        f"callback:{query.id}",
        Kind.PRESS,
        reference=clean(query.data),
        pressed_on=str(query.message.message_id),
    )


def _title(query: CallbackQuery) -> str | None:
    """What stands on the pressed button, while Telegram still shows us its message."""
    if not isinstance(query.message, Message) or query.message.reply_markup is None:
        return None
    keys = (key for row in query.message.reply_markup.inline_keyboard for key in row)
    title = next((key.text for key in keys if key.callback_data == query.data), "")
    return clean(title) or None


def _membership(change: ChatMemberUpdated) -> Reachability | None:
    if not is_private(change.chat):
        return None
    sender = sender_of(change.chat, change.from_user)
    return Reachability(sender, change.new_chat_member.status in _SHUT_OUT)


def _reaction(reaction: MessageReactionUpdated, update_id: int) -> Incoming | None:
    if not is_private(reaction.chat) or not reaction.new_reaction:
        return None
    newest = reaction.new_reaction[-1]
    text = newest.emoji if isinstance(newest, ReactionTypeEmoji) else sign("other")
    return Incoming(
        sender_of(reaction.chat, reaction.user),
        text,
        f"reaction:{update_id}",
        Kind.SILENT,
        content={"type": "reaction", "message": str(reaction.message_id)},
    )


def _garbled(reason: str, body: str) -> Garbled:
    return Garbled(NAME, reason, body[:_LONGEST_BODY])
