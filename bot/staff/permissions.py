"""Who may do what: one table, by role, and what it takes of a conversation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Protocol

from bot.tables.staff import Role

QUEUED: Final = "queued"
_STAFF: Final = "staff:"


class Action(StrEnum):
    """Everything that staff can do in the console."""

    LIST_CONVERSATIONS = "conversation.list"
    OPEN = "conversation.open"
    CLAIM = "conversation.claim"
    TAKE_OVER = "conversation.take_over"
    REPLY = "conversation.reply"
    HAND_BACK = "conversation.hand_back"
    CLOSE = "conversation.close"
    TRANSFER = "conversation.transfer"
    SNOOZE = "conversation.snooze"
    NOTE = "conversation.note"
    LABEL = "conversation.label"
    ASSIGN = "conversation.assign"
    SEE_PERSON = "person.see"
    """CNIC, phone and e-mail in full."""
    OPEN_MEDIA = "media.open"
    USE_CANNED = "canned.use"
    SEE_BOARD = "board.see"
    SEE_COLLEAGUES = "staff.see"
    MANAGE_STAFF = "staff.manage"
    MANAGE_TEAMS = "team.manage"
    MANAGE_HOURS = "hours.manage"
    MANAGE_CANNED = "canned.manage"
    MANAGE_LIMITS = "limit.manage"
    SEE_AUDIT = "audit.see"


class Actor(Protocol):
    """What the rules need of a member of staff."""

    @property
    def id(self) -> int:
        """The member's number."""

    @property
    def role(self) -> Role:
        """The member's role."""

    @property
    def is_active(self) -> bool:
        """Whether the account is open."""


@dataclass(frozen=True)
class ConversationFacts:
    """What the rules need of a conversation.

    `owner` is "bot", "queued", "closed" or "staff:<number>"; `team_staff` are the members of the
    team it is queued for; `earlier_staff` are those who had it before.
    """

    owner: str
    team_staff: frozenset[int] = field(default_factory=frozenset)
    earlier_staff: frozenset[int] = field(default_factory=frozenset)


Rule = Callable[[Actor, ConversationFacts], bool]


def owner_of(staff_id: int) -> str:
    """How a conversation names a member of staff as its owner."""
    return f"{_STAFF}{staff_id}"


def is_owner(actor: Actor, conversation: ConversationFacts) -> bool:
    """The conversation is the member's own now."""
    return conversation.owner == owner_of(actor.id)


def is_queued(actor: Actor, conversation: ConversationFacts) -> bool:
    """It waits for anybody of the staff."""
    return conversation.owner == QUEUED


def is_queued_for_them(actor: Actor, conversation: ConversationFacts) -> bool:
    """It waits for one of the member's teams."""
    return conversation.owner == QUEUED and actor.id in conversation.team_staff


def concerns_them(actor: Actor, conversation: ConversationFacts) -> bool:
    """It is theirs, waits for their team, or was theirs before."""
    return (
        is_owner(actor, conversation)
        or is_queued_for_them(actor, conversation)
        or actor.id in conversation.earlier_staff
    )


def always(actor: Actor, conversation: ConversationFacts) -> bool:
    """Whatever the conversation."""
    return True


_AGENT: Final[Mapping[Action, Rule]] = {
    Action.OPEN: concerns_them,
    Action.CLAIM: is_queued_for_them,
    Action.TAKE_OVER: concerns_them,
    Action.REPLY: is_owner,
    Action.HAND_BACK: is_owner,
    Action.CLOSE: is_owner,
    Action.TRANSFER: is_owner,
    Action.SNOOZE: is_owner,
    Action.NOTE: concerns_them,
    Action.LABEL: concerns_them,
    Action.SEE_PERSON: is_owner,
    Action.OPEN_MEDIA: concerns_them,
}
#: A supervisor answers nobody without owning the conversation either: first they take it over.
_SUPERVISOR: Final[Mapping[Action, Rule]] = {
    **_AGENT,
    Action.OPEN: always,
    Action.CLAIM: is_queued,
    Action.TAKE_OVER: always,
    Action.HAND_BACK: always,
    Action.CLOSE: always,
    Action.TRANSFER: always,
    Action.ASSIGN: always,
    Action.NOTE: always,
    Action.LABEL: always,
    Action.SEE_PERSON: always,
    Action.OPEN_MEDIA: always,
}
#: What depends on the conversation, by role.
OF_CONVERSATIONS: Final[Mapping[Role, Mapping[Action, Rule]]] = {
    Role.AGENT: _AGENT,
    Role.SUPERVISOR: _SUPERVISOR,
    Role.ADMINISTRATOR: _SUPERVISOR,
}
_AGENT_ANYWAY: Final = frozenset(
    {Action.LIST_CONVERSATIONS, Action.USE_CANNED, Action.SEE_COLLEAGUES}
)
_SUPERVISOR_ANYWAY: Final = _AGENT_ANYWAY | {Action.SEE_BOARD}
#: What depends on the role alone.
ANYWAY: Final[Mapping[Role, frozenset[Action]]] = {
    Role.AGENT: _AGENT_ANYWAY,
    Role.SUPERVISOR: _SUPERVISOR_ANYWAY,
    Role.ADMINISTRATOR: _SUPERVISOR_ANYWAY
    | {
        Action.MANAGE_STAFF,
        Action.MANAGE_TEAMS,
        Action.MANAGE_HOURS,
        Action.MANAGE_CANNED,
        Action.MANAGE_LIMITS,
        Action.SEE_AUDIT,
    },
}


def allowed(actor: Actor, action: Action, conversation: ConversationFacts | None = None) -> bool:
    """Whether a member may do this, to this conversation.

    An action on conversations without a conversation is refused, and so is what no rule names.
    """
    if not actor.is_active:
        return False
    if action in ANYWAY[actor.role]:
        return True
    rule = OF_CONVERSATIONS[actor.role].get(action)
    return rule is not None and conversation is not None and rule(actor, conversation)
