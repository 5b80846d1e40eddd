"""Our messages as Telegram's: texts of bounded length, with a keyboard under the last.

https://core.telegram.org/bots/api#sendmessage
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Any, Final

from bot.channels import words
from bot.channels.port import Part
from bot.channels.splitting import split, utf16_length
from bot.channels.telegram.bot_api import LONGEST_CALLBACK_DATA, LONGEST_TEXT, MOST_ENTITIES
from bot.channels.telegram.markup import entities, styles
from bot.messages import BotMessage, Button
from bot.typed import is_blank

METHOD: Final = "sendMessage"

#: Two buttons with titles of at most this many characters stand side by side on a phone.
_SHORT_TITLE: Final = 18


def render(message: BotMessage) -> tuple[Part, ...]:
    """The parts of a message; joined, their texts are its text, but for parts that show nothing.

    Raises ValueError for a button whose payload Telegram would not take: a mistake of ours.
    """
    bodies = list(_bodies(message.text))
    if message.buttons and not bodies:
        bodies.append({"text": words.sign("choose")})
    if message.buttons:
        bodies[-1]["reply_markup"] = {"inline_keyboard": _keyboard(message.buttons)}
    return tuple(Part(METHOD, body) for body in bodies)


def _bodies(text: str) -> Iterator[dict[str, Any]]:
    styled = styles(text)
    texts = split(text, LONGEST_TEXT, utf16_length, [(each.start, each.end) for each in styled])
    edges = accumulate((len(part) for part in texts), initial=0)
    for start, end in pairwise(edges):
        if is_blank(text[start:end]):
            continue  # Telegram refuses a message without anything to see
        body: dict[str, Any] = {"text": text[start:end]}
        marks = entities(text, start, end, styled)[:MOST_ENTITIES]
        yield body | ({"entities": marks} if marks else {})


def _keyboard(buttons: Sequence[Button]) -> list[list[dict[str, str]]]:
    rows: list[list[dict[str, str]]] = []
    for button in buttons:
        if rows and len(rows[-1]) == 1 and _fit_beside(rows[-1][0]["text"], button.title):
            rows[-1].append(_key(button))
        else:
            rows.append([_key(button)])
    return rows


def _fit_beside(left: str, right: str) -> bool:
    return max(len(left), len(right)) <= _SHORT_TITLE


def _key(button: Button) -> dict[str, str]:
    size = len(button.payload.encode())
    if not 1 <= size <= LONGEST_CALLBACK_DATA:
        raise ValueError(f"callback data of {size} bytes; Telegram takes 1 to 64")
    return {"text": button.title, "callback_data": button.payload}
