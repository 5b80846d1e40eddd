"""How far the desk has told what happened: numbers of rows that only grow."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, Self

#: Seconds after which a number that was passed over counts as never used: its transaction failed.
#: No transaction of the desk lasts nearly as long.
PATIENCE: Final = 10.0
#: How many numbers before the newest may still be missing.
_WIDEST: Final = 1000
_MARK = re.compile(r"m([0-9]{1,18})\.h([0-9]{1,18})")


@dataclass(frozen=True, slots=True)
class Mark:
    """The id of an event of the stream: everything up to these rows was told."""

    message: int
    change: int

    @classmethod
    def parse(cls, text: str | None) -> Self | None:
        """The mark that a browser names; None where it names none of ours."""
        match = _MARK.fullmatch(text or "")
        return cls(int(match[1]), int(match[2])) if match else None

    def __str__(self) -> str:
        return f"m{self.message}.h{self.change}"


@dataclass(slots=True)
class Progress:
    """How far one table was read.

    PostgreSQL gives numbers out before their rows are committed, so a lower one may appear later:
    those that were passed over are looked for again for a while.
    """

    last: int
    has_gaps: bool
    """Whether rows may appear out of order at all."""
    missing: dict[int, float] = field(default_factory=dict)
    """Numbers that were passed over, with the time (in seconds) of that."""

    @property
    def told(self) -> int:
        """Everything up to this number was read, and nothing can appear before it."""
        return min(self.missing, default=self.last + 1) - 1

    def note(self, numbers: Iterable[int], at: float) -> None:
        """Take note of rows that were read at a time, in seconds of any steady clock."""
        read = set(numbers)
        newest = max(read, default=self.last)
        if self.has_gaps:
            first = max(self.last + 1, newest - _WIDEST)
            self.missing |= {each: at for each in range(first, newest) if each not in read}
            self.missing = {
                each: since
                for each, since in self.missing.items()
                if each not in read and at - since < PATIENCE
            }
        self.last = max(self.last, newest)
