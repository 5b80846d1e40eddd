"""What is wrong in a data file, and where."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

Location = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One mistake; ``str()`` is ``file:line: message`` as editors understand it."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item stands: its file and the lines of its parts."""

    file: Path
    lines: Mapping[Location, int] = field(repr=False)
    within: Location = ()

    def fault(self, message: str, *part: str | int) -> Fault:
        """Report a mistake in a part of the item, at the nearest line that is known."""
        location = self.within + part
        while location and location not in self.lines:
            location = location[:-1]
        return Fault(str(self.file), self.lines.get(location, 1), message)

    def faults_of(self, error: ValidationError) -> list[Fault]:
        """Report everything that pydantic found."""
        return [
            self.fault(_said(each["loc"], each["msg"]), *each["loc"])
            for each in error.errors(include_url=False, include_input=False)
        ]


def _said(part: Location, message: str) -> str:
    message = message.removeprefix("Value error, ")
    return f"{'.'.join(map(str, part))}: {message}" if part else message
