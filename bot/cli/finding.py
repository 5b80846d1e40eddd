"""One thing that `rahbar doctor` looked at."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """What was looked at, whether it is well, and the words or command that mend it."""

    what: str
    is_well: bool
    remedy: str
    is_needed: bool = True
    """Whether Rahbar cannot do its work without it."""
