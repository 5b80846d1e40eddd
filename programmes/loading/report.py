"""What a load did."""

from dataclasses import dataclass, field

from programmes.loading.faults import Fault


@dataclass(slots=True)
class LoadReport:
    """Each entry is a kind and an id, for example ``programme sbp-saaf``.

    With any error nothing was written, and the other lists are empty.
    """

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    errors: list[Fault] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    """What staff should know, for example that the sample calendar was left out."""

    @property
    def ok(self) -> bool:
        """Whether the files were loaded."""
        return not self.errors
