"""Commands and deep links: https://core.telegram.org/bots/features#commands"""

import re
from dataclasses import dataclass
from typing import Final

START: Final = "start"
#: As they stand in the menu beside the text field.
COMMANDS: Final = (START, "menu", "language", "human", "privacy", "help", "stop")

_COMMAND: Final = re.compile(
    r"/(?P<name>\w{1,32})(?:@(?P<bot>\w+))?(?:\s+(?P<words>.*))?", re.DOTALL
)
#: https://core.telegram.org/bots/features#deep-linking; whoever made the link chose it.
_CAMPAIGN: Final = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Command:
    """A slash, a word, perhaps the bot it is for, and what follows."""

    name: str
    bot: str | None
    words: str

    @property
    def is_ours(self) -> bool:
        """Whether it is one of `COMMANDS`."""
        return self.name in COMMANDS

    @property
    def campaign(self) -> str | None:
        """Of the link that the person came by, where it has the form of one; untrusted."""
        given = self.name == START and _CAMPAIGN.fullmatch(self.words)
        return self.words if given else None

    @property
    def as_text(self) -> str:
        """The words of a command that we do not have."""
        return f"{self.name} {self.words}".strip()


def read_command(text: str) -> Command | None:
    """The command that a text is, if it is one."""
    match = _COMMAND.fullmatch(text)
    if match is None:
        return None
    return Command(match["name"].lower(), match["bot"], (match["words"] or "").strip())
