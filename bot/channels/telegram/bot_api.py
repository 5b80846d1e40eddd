"""What the Bot API allows: https://core.telegram.org/bots/api"""

from typing import Final

NAME: Final = "telegram"

#: https://core.telegram.org/bots/api#sendmessage, counted in UTF-16 code units.
LONGEST_TEXT: Final = 4096
#: https://core.telegram.org/bots/api#inlinekeyboardbutton
LONGEST_CALLBACK_DATA: Final = 64
#: Further entities of a message are ignored by Telegram.
MOST_ENTITIES: Final = 100

#: The kinds of update that we ask for; https://core.telegram.org/bots/api#update
ALLOWED_UPDATES: Final = (
    "message",
    "edited_message",
    "callback_query",
    "my_chat_member",
    "message_reaction",
)
