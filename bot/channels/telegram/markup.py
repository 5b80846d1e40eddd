"""What is shown bold or as a link. Our texts hold no markup: their form tells headings and names.

Entities are used instead of Telegram's Markdown or HTML, so that nothing has to be escaped;
https://core.telegram.org/bots/api#messageentity
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.channels.splitting import utf16_length

_LONGEST_LABEL: Final = 80

# As the web chat finds them; closing marks, also that of a left-to-right island, stay outside.
_URL: Final = re.compile(r"(?:https?://|www\.)[^\s<>\"'،۔\u2066-\u2069]+")
_TRAILING: Final = ".,;:!?)]}'\""

# "1. Name: ..." of a list; a line that ends with a colon; "Name: ..." that opens the answer. What
# holds the end of a sentence is prose and no label.
_PROSE: Final = r"(?![.!?؟۔]\s)"
_NUMBER: Final = r"\d{1,3}[.۔] "
_ITEM: Final = re.compile(rf"^{_NUMBER}(?P<label>[^:\n]+)(?=:\s)", re.MULTILINE)
_HEADING: Final = re.compile(rf"^(?P<label>(?:{_PROSE}[^\n•])+:)[^\S\n]*$", re.MULTILINE)
_OPENING: Final = re.compile(rf"\A(?!{_NUMBER})(?P<label>(?:{_PROSE}[^:\n•])+)(?=: )")


@dataclass(frozen=True, slots=True)
class Styled:
    """A stretch of a text, in characters, that is shown in a style."""

    start: int
    end: int
    style: str
    """Telegram's word for it: `bold`, `text_link`."""
    url: str | None = None


def styles(text: str) -> Sequence[Styled]:
    """What of a text is styled, in order; two either lie apart or one holds the other."""
    links = list(_links(text))
    labels = [label for label in _labels(text) if not _crosses(label, links)]
    return sorted(labels + links, key=lambda styled: (styled.start, -styled.end))


def entities(text: str, start: int, end: int, styled: Sequence[Styled]) -> list[dict[str, object]]:
    """Telegram's entities for one part of a text, counted in UTF-16 units from the part's start."""
    found: list[dict[str, object]] = []
    for each in styled:
        first, last = max(each.start, start), min(each.end, end)
        if first >= last:
            continue
        entity: dict[str, object] = {
            "type": each.style,
            "offset": utf16_length(text[start:first]),
            "length": utf16_length(text[first:last]),
        }
        found.append(entity | ({"url": each.url} if each.url else {}))
    return found


def _links(text: str) -> Iterator[Styled]:
    for match in _URL.finditer(text):
        address = match.group().rstrip(_TRAILING)
        if "." not in address.partition("//")[2] and not address.startswith("www."):
            continue
        url = f"https://{address}" if address.startswith("www.") else address
        yield Styled(match.start(), match.start() + len(address), "text_link", url)


def _labels(text: str) -> Iterator[Styled]:
    taken: set[int] = set()
    for pattern in (_ITEM, _HEADING, _OPENING):
        for match in pattern.finditer(text):
            start, end = match.span("label")
            is_label = end - start <= _LONGEST_LABEL and not text[start:end].isspace()
            if is_label and start not in taken:
                taken.add(start)
                yield Styled(start, end, "bold")


def _crosses(label: Styled, links: Sequence[Styled]) -> bool:
    """Telegram refuses nothing, but shows entities that overlap without nesting at random."""
    return any(link.start < label.end < link.end for link in links)
