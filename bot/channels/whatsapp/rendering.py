"""Our messages as messages of the Cloud API, within its limits.

Up to 3 short choices are reply buttons, up to 10 a list, more are several lists. A title that a
button would cut makes a list, whose rows have room for the whole of it. Lengths are counted in
UTF-16 units, the strictest reading of Meta's "characters".
Source: developers.facebook.com/documentation/business-messaging/whatsapp/messages/text-messages,
.../interactive-reply-buttons-messages, .../interactive-list-messages
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from pywa.types.callback import Button as ReplyButton
from pywa.types.callback import SectionRow

from bot.channels.port import Part
from bot.channels.splitting import split, utf16_length
from bot.channels.words import say
from bot.languages import DEFAULT
from bot.messages import BotMessage, Button
from bot.typed import clean, is_blank

TEXT_LIMIT: Final = 4096
BODY_LIMIT: Final = 1024
BUTTONS: Final = 3
BUTTON_LIMIT: Final = 20
ROWS: Final = 10
ROW_LIMIT: Final = 24
DESCRIPTION_LIMIT: Final = 72

#: A button without words still has to show something.
_NO_TITLE: Final = "•"
_CUT: Final = "…"

_ARABIC: Final = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
_LETTER: Final = re.compile(r"[^\W\d_]")


def render(message: BotMessage) -> tuple[Part, ...]:
    """The parts of a message, in order: texts, then what holds the choices."""
    text, buttons = clean(message.text), _distinct(message.buttons)
    if not buttons:
        return _texts(text)
    words = _script_of(f"{text} {' '.join(button.title for button in buttons)}")
    head, body = _with_body(text)
    body = say("whatsapp.prompt", words) if is_blank(body) else body
    if _are_short(buttons):
        return (*_texts(head), _reply_buttons(body, buttons))
    return (*_texts(head), *_lists(body, buttons, words))


def fitting(title: str, limit: int) -> str:
    """A title in one line of at most `limit` units, cut at a word where that leaves enough."""
    line = " ".join(title.split())
    if is_blank(line):
        return _NO_TITLE
    if utf16_length(line) <= limit:
        return line
    # All of it as one unbroken span: the cut then falls between letters, not after a sentence.
    cut = split(line, limit - len(_CUT), utf16_length, [(0, len(line))])[0]
    word = cut.rpartition(" ")[0] if line[len(cut)] != " " else cut
    return (word if len(word) * 2 > len(cut) else cut).rstrip() + _CUT


def _distinct(buttons: Sequence[Button]) -> list[Button]:
    """The Cloud API refuses two choices of one id."""
    distinct: dict[str, Button] = {}
    for button in buttons:
        distinct.setdefault(button.payload, Button(clean(button.title), button.payload))
    return list(distinct.values())


def _script_of(text: str) -> str:
    """The language of the words around an answer. English and Roman Urdu cannot be told by script:
    the words for both are the same.
    """
    urdu, letters = len(_ARABIC.findall(text)), len(_LETTER.findall(text))
    return "ur" if urdu * 2 > letters else DEFAULT


def _texts(text: str) -> tuple[Part, ...]:
    pieces = (piece.strip() for piece in split(text, TEXT_LIMIT, utf16_length))
    return tuple(
        Part("text", {"body": piece, "preview_url": False})
        for piece in pieces
        if not is_blank(piece)
    )


def _with_body(text: str) -> tuple[str, str]:
    """What goes ahead as text, and the last of it as the body over the choices."""
    if utf16_length(text) <= BODY_LIMIT:
        return "", text
    body = split(text, BODY_LIMIT, utf16_length)[-1]
    return text[: len(text) - len(body)], body.strip()


def _are_short(buttons: Sequence[Button]) -> bool:
    """Whether reply buttons show them whole; they must also differ in their titles."""
    shown = {fitting(button.title, BUTTON_LIMIT) for button in buttons}
    whole = {fitting(button.title, TEXT_LIMIT) for button in buttons}
    return len(buttons) <= BUTTONS and shown == whole and len(shown) == len(buttons)


def _reply_buttons(body: str, buttons: Sequence[Button]) -> Part:
    made = [
        ReplyButton(fitting(button.title, BUTTON_LIMIT), button.payload).to_dict()
        for button in buttons
    ]
    return _interactive("button", body, {"buttons": made})


def _lists(body: str, buttons: Sequence[Button], words: str) -> tuple[Part, ...]:
    pages = [buttons[start : start + ROWS] for start in range(0, len(buttons), ROWS)]
    bodies = [body] + [
        say("whatsapp.more", words).format(number=number, total=len(pages))
        for number in range(2, len(pages) + 1)
    ]
    label = say("whatsapp.options", words)
    return tuple(
        _interactive(
            "list", text, {"button": label, "sections": [{"rows": [_row(one) for one in page]}]}
        )
        for text, page in zip(bodies, pages, strict=True)
    )


def _row(button: Button) -> Mapping[str, Any]:
    line = " ".join(button.title.split())
    is_whole = utf16_length(line) <= ROW_LIMIT
    description = None if is_whole else fitting(line, DESCRIPTION_LIMIT)
    title = fitting(line, ROW_LIMIT)
    row: Mapping[str, Any] = SectionRow(title, button.payload, description).to_dict()
    return row


def _interactive(kind: str, body: str, action: Mapping[str, Any]) -> Part:
    return Part("interactive", {"type": kind, "body": {"text": body}, "action": action})
