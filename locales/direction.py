"""Left-to-right islands in right-to-left text."""

import re
from typing import Final

_LEFT_TO_RIGHT, _END = "\u2066", "\u2069"
# Phones, references, addresses of the web and of e-mail: Latin runs that hold punctuation.
_ISLAND: Final = re.compile(
    r"(?<![\w\u2066])(?:\+[0-9]+|\+?[0-9A-Za-z]+(?:[-@./:?&=_%#+]+[0-9A-Za-z]+)+/?)(?!\w)",
    re.ASCII,
)


def isolate(text: str, language: str) -> str:
    """Keep phone numbers and addresses in reading order inside Urdu.

    After Urdu letters the bidirectional algorithm shows ``042-111-111-456`` from its last group
    to its first; Unicode isolates prevent that and show nothing themselves.
    """
    if language != "ur":
        return text
    return _ISLAND.sub(lambda island: f"{_LEFT_TO_RIGHT}{island.group()}{_END}", text)
