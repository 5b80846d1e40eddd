"""Who may own a conversation after whom. Pure: nothing here knows a database or a clock."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

BOT: Final = "bot"
QUEUED: Final = "queued"
CLOSED: Final = "closed"
_STAFF: Final = "staff:"


class Phase(StrEnum):
    """The kind of owner."""

    BOT = "bot"
    QUEUED = "queued"
    STAFF = "staff"
    CLOSED = "closed"


class Act(StrEnum):
    """What may change the owner. The value stands in `handoff_event.reason`."""

    ASK = "ask"
    CLAIM = "claim"
    ASSIGN = "assign"
    TAKE_OVER = "take_over"
    TO_TEAM = "transfer_team"
    TO_COLLEAGUE = "transfer_colleague"
    GO_ON = "go_on_with_assistant"
    CALLBACK = "callback"
    NOBODY_CAME = "nobody_came"
    STAFF_SILENT = "staff_silent"
    STAFF_GONE = "staff_gone"
    HAND_BACK = "hand_back"
    IDLE = "idle"
    CLOSE = "close"
    REOPEN = "reopen"


class Role(StrEnum):
    """Who acts."""

    USER = "user"
    ASSISTANT = "assistant"
    DESK = "desk"
    TIMER = "timer"
    STAFF = "staff"


class Refusal(StrEnum):
    """Why an act is not done."""

    NOT_NOW = "not_now"
    """The conversation is in another phase."""
    NOT_ALLOWED = "not_allowed"
    """This kind of actor never may."""
    NOT_OWNER = "not_owner"
    """A colleague's conversation; supervisors may."""
    NO_TARGET = "no_target"
    """Nobody is named to whom it goes."""
    ALREADY = "already"
    """It is so already."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts; staff by number. A supervisor may act on conversations of colleagues."""

    role: Role
    staff_id: int | None = None
    supervises: bool = False

    def __str__(self) -> str:
        return self.role if self.staff_id is None else staff_owner(self.staff_id)


USER: Final = Actor(Role.USER)
ASSISTANT: Final = Actor(Role.ASSISTANT)
DESK: Final = Actor(Role.DESK)
TIMER: Final = Actor(Role.TIMER)


def staff(staff_id: int, supervises: bool = False) -> Actor:
    """A member of staff as an actor."""
    return Actor(Role.STAFF, staff_id, supervises)


@dataclass(frozen=True, slots=True)
class Change:
    """The owner that follows."""

    owner: str


@dataclass(frozen=True, slots=True)
class _Rule:
    phases: frozenset[Phase]
    to: Phase
    roles: frozenset[Role]
    owners_only: bool = False


def _rule(phases: str, to: Phase, roles: str, owners_only: bool = False) -> _Rule:
    return _Rule(
        frozenset(Phase(phase) for phase in phases.split()),
        to,
        frozenset(Role(role) for role in roles.split()),
        owners_only,
    )


RULES: Final = {
    Act.ASK: _rule("bot", Phase.QUEUED, "user assistant desk"),
    Act.CLAIM: _rule("queued", Phase.STAFF, "staff"),
    Act.ASSIGN: _rule("queued", Phase.STAFF, "desk timer staff"),
    Act.TAKE_OVER: _rule("bot queued staff closed", Phase.STAFF, "staff"),
    Act.TO_TEAM: _rule("staff", Phase.QUEUED, "staff", owners_only=True),
    Act.TO_COLLEAGUE: _rule("staff", Phase.STAFF, "staff", owners_only=True),
    Act.GO_ON: _rule("queued", Phase.BOT, "user"),
    Act.CALLBACK: _rule("queued", Phase.BOT, "user"),
    Act.NOBODY_CAME: _rule("queued", Phase.BOT, "timer"),
    Act.STAFF_SILENT: _rule("staff", Phase.QUEUED, "timer"),
    Act.STAFF_GONE: _rule("staff", Phase.QUEUED, "timer"),
    Act.HAND_BACK: _rule("staff", Phase.BOT, "staff", owners_only=True),
    Act.IDLE: _rule("staff", Phase.BOT, "timer"),
    Act.CLOSE: _rule("bot queued staff", Phase.CLOSED, "staff", owners_only=True),
    Act.REOPEN: _rule("closed", Phase.BOT, "user"),
}


def decide(owner: str, act: Act, actor: Actor, to: int | None = None) -> Change | Refusal:
    """Say who owns the conversation after the act, or why it is refused.

    `to` is the member of staff who gets it, where that is not the one who acts.
    """
    rule, phase = RULES[act], phase_of(owner)
    if actor.role not in rule.roles:
        return Refusal.NOT_ALLOWED
    if phase not in rule.phases:
        return Refusal.NOT_NOW
    if rule.owners_only and not _may_act(owner, phase, actor):
        return Refusal.NOT_OWNER
    if rule.to is not Phase.STAFF:
        return Change(rule.to)
    if act is Act.ASSIGN and actor.role is Role.STAFF and not actor.supervises:
        return Refusal.NOT_ALLOWED
    new = to if act in (Act.ASSIGN, Act.TO_COLLEAGUE) else actor.staff_id
    if new is None:
        return Refusal.NO_TARGET
    return Refusal.ALREADY if staff_owner(new) == owner else Change(staff_owner(new))


def phase_of(owner: str) -> Phase:
    """The kind of an owner. Raises ValueError for what is no owner."""
    return Phase.STAFF if owner.startswith(_STAFF) else Phase(owner)


def staff_owner(staff_id: int) -> str:
    """The owner's name of a member of staff: `staff:7`."""
    return f"{_STAFF}{staff_id}"


def staff_of(owner: str) -> int | None:
    """The number of the member of staff who owns it, if one does."""
    return int(owner.removeprefix(_STAFF)) if owner.startswith(_STAFF) else None


def _may_act(owner: str, phase: Phase, actor: Actor) -> bool:
    if phase is not Phase.STAFF or actor.supervises:
        return True
    return actor.staff_id is not None and staff_of(owner) == actor.staff_id
