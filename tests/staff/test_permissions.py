"""Every action against every role, and against every state of a conversation."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.staff.permissions import (
    ANYWAY,
    OF_CONVERSATIONS,
    Action,
    ConversationFacts,
    allowed,
    owner_of,
)
from bot.tables.staff import Role

ME, COLLEAGUE = 7, 8


@dataclass(frozen=True)
class Somebody:
    role: Role
    id: int = ME
    is_active: bool = True


NOBODY: frozenset[int] = frozenset()
MINE = frozenset({ME})
CONVERSATIONS = {
    "mine": ConversationFacts(owner_of(ME)),
    "colleague's": ConversationFacts(owner_of(COLLEAGUE), MINE),
    "was mine": ConversationFacts(owner_of(COLLEAGUE), NOBODY, MINE),
    "my queue": ConversationFacts("queued", MINE),
    "other queue": ConversationFacts("queued", frozenset({COLLEAGUE})),
    "bot's": ConversationFacts("bot"),
    "closed, was mine": ConversationFacts("closed", NOBODY, MINE),
    "closed": ConversationFacts("closed"),
    "of staff 77": ConversationFacts("staff:77"),
}
KNOWN_TO_ME = {"mine", "was mine", "my queue", "closed, was mine"}
ALL = set(CONVERSATIONS)
#: What an agent and a supervisor may, spelt out beside the code's own table.
AGENT = {
    Action.OPEN: KNOWN_TO_ME,
    Action.CLAIM: {"my queue"},
    Action.TAKE_OVER: KNOWN_TO_ME,
    Action.REPLY: {"mine"},
    Action.HAND_BACK: {"mine"},
    Action.CLOSE: {"mine"},
    Action.TRANSFER: {"mine"},
    Action.SNOOZE: {"mine"},
    Action.NOTE: KNOWN_TO_ME,
    Action.LABEL: KNOWN_TO_ME,
    Action.ASSIGN: set(),
    Action.SEE_PERSON: {"mine"},
    Action.OPEN_MEDIA: KNOWN_TO_ME,
}
SUPERVISOR = {
    **dict.fromkeys(AGENT, ALL),
    Action.CLAIM: {"my queue", "other queue"},
    Action.REPLY: {"mine"},
    Action.SNOOZE: {"mine"},
}
OF_THE_ROLE = {
    Role.AGENT: {Action.LIST_CONVERSATIONS, Action.USE_CANNED, Action.SEE_COLLEAGUES},
    Role.SUPERVISOR: {
        Action.LIST_CONVERSATIONS,
        Action.USE_CANNED,
        Action.SEE_COLLEAGUES,
        Action.SEE_BOARD,
    },
    Role.ADMINISTRATOR: set(Action) - set(AGENT),
}
EXPECTED = {Role.AGENT: AGENT, Role.SUPERVISOR: SUPERVISOR, Role.ADMINISTRATOR: SUPERVISOR}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", Action)
def test_each_role_may_do_exactly_this(role: Role, action: Action) -> None:
    somebody = Somebody(role)
    if action not in AGENT:
        assert allowed(somebody, action) == (action in OF_THE_ROLE[role])
        return
    may = {name for name, facts in CONVERSATIONS.items() if allowed(somebody, action, facts)}
    assert may == EXPECTED[role][action]
    assert not allowed(somebody, action), "without a conversation it must be refused"


def test_every_action_stands_in_the_table() -> None:
    for role in Role:
        assert not ANYWAY[role] & OF_CONVERSATIONS[role].keys()
    assert set(Action) == ANYWAY[Role.ADMINISTRATOR] | OF_CONVERSATIONS[Role.ADMINISTRATOR].keys()


conversations = st.builds(
    ConversationFacts,
    st.sampled_from(["bot", "queued", "closed", "staff:7", "staff:8", "staff:77", "staff:", ""]),
    st.frozensets(st.integers(6, 9)),
    st.frozensets(st.integers(6, 9)),
)


@given(conversations, st.sampled_from(Action), st.sampled_from(Role))
def test_a_closed_account_may_nothing(
    conversation: ConversationFacts, action: Action, role: Role
) -> None:
    assert not allowed(Somebody(role, is_active=False), action, conversation)


@given(conversations, st.sampled_from(Action))
def test_a_higher_role_never_may_less(conversation: ConversationFacts, action: Action) -> None:
    agent, supervisor, administrator = (
        allowed(Somebody(role), action, conversation) for role in Role
    )
    assert agent <= supervisor <= administrator


@given(conversations, st.sampled_from(Role))
def test_only_the_owner_replies(conversation: ConversationFacts, role: Role) -> None:
    may = allowed(Somebody(role), Action.REPLY, conversation)
    assert may == (conversation.owner == owner_of(ME))
