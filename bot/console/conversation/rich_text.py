"""What people write, as safe HTML: everything is escaped, and only https addresses are links."""

import re
from typing import Final

from markupsafe import Markup, escape

from bot.languages import HTML_TAGS

_ADDRESS: Final = re.compile(r"https://[^\s<>\"']+", re.IGNORECASE)
#: What ends a sentence belongs to it and not to the address.
_TRAILING: Final = ".,;:!?)]}»”’۔،؟"
_URDU: Final = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")


def rich_text(text: str) -> Markup:
    """The text with its https addresses as links that tell the other site nothing of us."""
    parts: list[Markup] = []
    end = 0
    for found in _ADDRESS.finditer(text):
        address = found.group().rstrip(_TRAILING)
        parts += [escape(text[end : found.start()]), _link(address)]
        end = found.start() + len(address)
    return Markup("").join([*parts, escape(text[end:])])


def tongue(text: str, language: str | None) -> str:
    """The tag of the language that a text is to be set in: its letters decide, whatever is known
    of the language, so that Latin words never stand in an Urdu typeface."""
    if _URDU.search(text):
        return HTML_TAGS["ur"]
    return HTML_TAGS["roman_ur" if language in ("ur", "roman_ur") else "en"]


def _link(address: str) -> Markup:
    link = '<a href="{0}" rel="noopener nofollow noreferrer" target="_blank" dir="ltr">{0}</a>'
    return Markup(link).format(address)
