"""A message of a person or a group as ours."""

from telegram import Message

from bot.channels.telegram.commands import Command, read_command
from bot.channels.telegram.contents import Content, content_of
from bot.channels.telegram.senders import (
    Account,
    AccountUnknown,
    is_group,
    is_private,
    is_reply_to,
    sender_of,
    speaks_for_itself,
)
from bot.messages import Incoming, Kind


def incoming(message: Message, account: Account | None) -> Incoming | None:
    """The message, if a person wrote it and it is meant for the assistant.

    In a group that is a command, a reply to the bot or what mentions it.

    Raises AccountUnknown for a group's message while `account` is None.
    """
    content = content_of(message)
    if content is None or not speaks_for_itself(message):
        return None
    command = read_command(content.text) if content.kind is Kind.TEXT else None
    if is_group(message.chat):
        if account is None:
            raise AccountUnknown
        content = _for_us(message, content, command, account)
    elif not is_private(message.chat):
        return None
    return _incoming(message, content, command) if content else None


def _for_us(
    message: Message, content: Content, command: Command | None, account: Account
) -> Content | None:
    if command is not None:
        is_meant = command.bot is None or account.is_named(command.bot)
        return content if is_meant else None
    mention = account.mention()
    if mention.search(message.text or message.caption or ""):
        # Without the mention, unless that was all.
        text = mention.sub("", content.text).strip() or content.text
        return Content(content.kind, text, content.details)
    return content if is_reply_to(message, account) else None


def _incoming(message: Message, content: Content, command: Command | None) -> Incoming:
    sender = sender_of(message.chat, message.from_user)
    external_id = f"message:{message.message_id}"
    if command is None:
        return Incoming(sender, content.text, external_id, content.kind, content=content.details)
    if not command.is_ours:
        return Incoming(sender, command.as_text, external_id)
    words = {"words": command.words} if command.words and not command.campaign else None
    return Incoming(
        sender,
        f"/{command.name}",
        external_id,
        Kind.COMMAND,
        content=words,
        campaign=command.campaign,
    )
