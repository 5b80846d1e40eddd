"""An answer, before it becomes messages and slots."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from actions.memory import Context, Question

MOST_BUTTONS: Final = 4
TITLE_LENGTH: Final = 20


@dataclass(frozen=True, slots=True)
class Button:
    """A likely next question; pressing it is understood without doubt."""

    title: str
    intent: str
    entities: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, str]:
        """Return what Rasa's channels carry."""
        entities = json.dumps(dict(self.entities), ensure_ascii=False) if self.entities else ""
        return {"title": shorten(self.title), "payload": f"/{self.intent}{entities}"}


@dataclass(slots=True)
class Reply:
    """One answer. What is None leaves the memory as it is; ``forget`` empties it first."""

    text: str
    buttons: list[Button] = field(default_factory=list)
    context: Context | None = None
    question: Question | None = None
    offer: Question | None = None
    forget: bool = False
    not_understood: bool = False
    opened_request: bool = False
    """A ticket was opened, so the answer is repeated as it is and not worked out again."""
    fixed_language: str | None = None
    intent: str | None = None
    """What was answered in the end, where that differs from the message's intent."""
    topic: str | None = None
    programme: str | None = None
    criteria_failed: tuple[str, ...] = ()
    """Conditions that the user's business certainly does not meet, by their names in the terms."""
    handoff: str | None = None
    """Why the desk is to call a person in: `asked` or `complaint`."""


def shorten(title: str) -> str:
    """Cut a title to what every channel shows on a button."""
    return title if len(title) <= TITLE_LENGTH else f"{title[: TITLE_LENGTH - 1].rstrip()}…"


def lines(*parts: str | None) -> str:
    """Join what is there, a line each."""
    return "\n".join(part for part in parts if part)
