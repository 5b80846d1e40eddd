"""Which team a conversation is for. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

#: What the conversation names weighs the more, the surer it tells whose work it is.
_WEIGHTS: Final = {"programme": 16, "segment": 8, "topic": 4, "intent": 2, "province": 1}


@dataclass(frozen=True, slots=True)
class Subject:
    """What a conversation has been about lately: the newest of each."""

    intent: str | None = None
    topics: tuple[str, ...] = ()
    """The main one first."""
    programme: str | None = None
    segment: str | None = None
    province: str | None = None
    city: str | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """What a team takes."""

    team_id: int
    is_default: bool = False
    position: int = 0
    intents: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    programmes: frozenset[str] = frozenset()
    segments: frozenset[str] = frozenset()
    provinces: frozenset[str] = frozenset()


def route(subject: Subject, routes: Iterable[Route]) -> int | None:
    """The team that fits best; the default team if none fits; None without any team."""
    best = min(
        routes,
        key=lambda each: (-fit(subject, each), not each.is_default, each.position, each.team_id),
        default=None,
    )
    return best.team_id if best else None


def fit(subject: Subject, team: Route) -> int:
    """How well a team fits; 0 is not at all."""
    matches = {
        "programme": subject.programme in team.programmes,
        "segment": subject.segment in team.segments,
        "topic": not team.topics.isdisjoint(subject.topics),
        "intent": subject.intent in team.intents,
        "province": subject.province in team.provinces,
    }
    return sum(_WEIGHTS[name] for name, matched in matches.items() if matched)
