"""One part to Telegram: https://core.telegram.org/bots/api#sendmessage"""

from collections.abc import Mapping
from typing import Any, Final

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions, MessageEntity
from telegram.error import BadRequest

from bot.channels.port import Envelope, Part
from bot.channels.telegram.failures import cannot_be_edited, is_unchanged

_NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)


async def deliver(bot: Bot, part: Part, envelope: Envelope) -> str:
    """Send the part, or put it in the place of an earlier message; gives the message's id."""
    if envelope.edit_of is not None and await _edit(bot, part, envelope, int(envelope.edit_of)):
        return envelope.edit_of
    message = await bot.send_message(int(envelope.address), **_arguments(part.body))
    return str(message.message_id)


async def _edit(bot: Bot, part: Part, envelope: Envelope, message_id: int) -> bool:
    """Whether the earlier message now reads so; False when it cannot be changed any more."""
    chat_id = int(envelope.address)
    try:
        await bot.edit_message_text(chat_id=chat_id, message_id=message_id, **_arguments(part.body))
    except BadRequest as error:
        if is_unchanged(error):
            return True
        if cannot_be_edited(error):
            return False
        raise
    return True


def _arguments(body: Mapping[str, Any]) -> dict[str, Any]:
    """A part's body in the library's terms."""
    keyboard = body.get("reply_markup")
    return {
        "text": body["text"],
        "entities": [MessageEntity(**entity) for entity in body.get("entities", ())] or None,
        "reply_markup": InlineKeyboardMarkup.de_json(keyboard, None) if keyboard else None,
        "link_preview_options": _NO_PREVIEW,
    }
