"""What the assistant remembers of a conversation, as it stands in the slots."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final, Self

from actions.details import Details
from actions.names import (
    SLOT_CONTEXT,
    SLOT_FIXED_LANGUAGE,
    SLOT_LANGUAGE,
    SLOT_OFFER,
    SLOT_QUESTION,
    SLOT_UNCLEAR,
)

LIFETIME: Final = timedelta(minutes=30)
MOST_TURNS: Final = 10


@dataclass(frozen=True, slots=True)
class Context:
    """What was talked about last. ``kind`` is programme, training, place or list.

    A place keeps, in ``params``, the programme that was talked about before it.
    """

    kind: str
    id: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def programme(self) -> str | None:
        """The programme that a question without a name is about."""
        return self.id if self.kind == "programme" else self.params.get("programme")

    @property
    def programmes(self) -> tuple[str, ...]:
        """The programme talked about last, and before it the one talked about until then."""
        if self.kind == "programme":
            return (*self.params.get("before", ()), self.id)
        return self.listed[:2]

    def after(self, earlier: "Context | None") -> "Context":
        """Return this context with the programme and the list that were talked about before it."""
        if earlier is None or self.kind != "programme":
            return self
        if earlier.id == self.id:
            before = earlier.params.get("before", ())
        else:
            before = (earlier.id,) if earlier.kind == "programme" else ()
        kept = {"before": list(before), "choices": list(earlier.choices)}
        return replace(self, params={**self.params, **{k: v for k, v in kept.items() if v}})

    @property
    def training(self) -> str | None:
        """The training that a question without a name is about."""
        return self.id if self.kind == "training" else None

    @property
    def listed(self) -> tuple[str, ...]:
        """Ids of the programmes that were listed last."""
        return tuple(self.params.get("ids", ())) if self.kind == "list" else ()

    @property
    def choices(self) -> tuple[str, ...]:
        """Ids of the programmes of the last list, even after one of them was chosen."""
        return self.listed or tuple(self.params.get("choices", ()))

    @property
    def trainings(self) -> tuple[str, ...]:
        """Ids of the trainings that were listed last, or the one talked about."""
        if self.kind == "training":
            return (self.id,)
        return tuple(self.params.get("trainings", ())) if self.kind == "list" else ()

    @property
    def city(self) -> str | None:
        """The city that was talked about."""
        return self.params.get("city")


@dataclass(frozen=True, slots=True)
class Question:
    """A question that a bare detail, "more" or "say it again" goes back to."""

    intent: str
    details: Details = field(default_factory=Details)
    offset: int = 0
    said: str | None = None
    """What was answered, where asking again would do something again (open a second ticket)."""


@dataclass(frozen=True, slots=True)
class Memory:
    """All that is remembered; what has expired is None."""

    context: Context | None = None
    question: Question | None = None
    offer: Question | None = None
    unclear_turns: int = 0
    language: str | None = None
    fixed_language: str | None = None
    at: datetime | None = None
    turns: int = 0

    @classmethod
    def from_slots(cls, slots: Mapping[str, Any], now: datetime) -> Self:
        """Read the slots; after 30 minutes all is forgotten, after 10 turns the context.

        The turns count from when the context was last spoken of, the minutes from the last
        question that was answered.
        """
        stored = _mapping(slots.get(SLOT_CONTEXT))
        at, turns = _time(stored.get("at")), int(stored.get("turns", 0))
        memory = cls(
            unclear_turns=int(slots.get(SLOT_UNCLEAR) or 0),
            language=slots.get(SLOT_LANGUAGE),
            fixed_language=slots.get(SLOT_FIXED_LANGUAGE),
        )
        if at is None or now - at > LIFETIME:
            return memory
        return replace(
            memory,
            context=_context(stored) if turns < MOST_TURNS else None,
            question=_question(slots.get(SLOT_QUESTION)),
            offer=_question(slots.get(SLOT_OFFER)),
            at=at,
            turns=turns,
        )

    def to_slots(self) -> dict[str, Any]:
        """Return all slots; times are ISO texts."""
        context = self.context
        stored = (
            {"kind": context.kind, "id": context.id, "params": dict(context.params)}
            if (context)
            else {}
        )
        when = {"at": self.at.isoformat(), "turns": self.turns} if self.at else {}
        return {
            SLOT_LANGUAGE: self.language,
            SLOT_FIXED_LANGUAGE: self.fixed_language,
            SLOT_CONTEXT: stored | when or None,
            SLOT_QUESTION: _stored(self.question),
            SLOT_OFFER: _stored(self.offer),
            SLOT_UNCLEAR: self.unclear_turns,
        }


def _stored(question: Question | None) -> dict[str, Any] | None:
    if question is None:
        return None
    return {
        "intent": question.intent,
        "params": question.details.to_memory(),
        "offset": question.offset,
        "said": question.said,
    }


def _question(stored: Any) -> Question | None:
    value = _mapping(stored)
    if not value.get("intent"):
        return None
    details = Details.from_memory(_mapping(value.get("params")))
    return Question(
        str(value["intent"]), details, int(value.get("offset", 0)), value.get("said") or None
    )


def _context(stored: Mapping[str, Any]) -> Context | None:
    if not stored.get("kind"):
        return None
    return Context(str(stored["kind"]), str(stored.get("id", "")), _mapping(stored.get("params")))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _time(text: Any) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return at if at.tzinfo else None
