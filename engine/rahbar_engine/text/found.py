"""What an extractor finds in a normalised text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Union


@dataclass(frozen=True)
class Found:
    """An entity in the normalised text's [start, end), with its canonical value."""

    entity: str
    value: Union[str, int]
    start: int
    end: int
    confidence: float = 1.0

    def overlaps(self, other: "Found") -> bool:
        """Whether both claim a character."""
        return self.start < other.end and other.start < self.end


def without_overlaps(found: List[Found]) -> List[Found]:
    """Keeps the first of those that claim the same characters, in the order of the text."""
    kept: List[Found] = []
    for candidate in found:
        if not any(candidate.overlaps(other) for other in kept):
            kept.append(candidate)
    return sorted(kept, key=lambda entity: entity.start)
