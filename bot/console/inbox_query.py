"""The statement of the inbox: one row a conversation, with its last words and last episode."""

from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, true

from bot.console.inbox_filters import Filters, View
from bot.console.search import found_by
from bot.console.visibility import is_of_team, may_open, sees_all
from bot.handoff.rules import CLOSED
from bot.staff.members import Member
from bot.staff.permissions import QUEUED, owner_of
from bot.tables import Person, conversation_table, message_table
from bot.tables.handoff import handoff_table
from bot.tables.staff import member_table

#: Conversations on one page of the list.
PAGE: Final = 40

_conversation, _message = conversation_table.c, message_table.c
_handoff, _member = handoff_table.c, member_table.c

_LANGUAGE: Final = func.coalesce(_conversation.chosen_language, _conversation.language)
_NEWEST_EPISODE: Final = (
    select(func.max(_handoff.id))
    .where(_handoff.conversation_id == _conversation.id)
    .correlate(conversation_table)
    .scalar_subquery()
)
_earlier: Final = message_table.alias()
#: What the person or staff said last; what desk and assistant say tells nobody what it is about.
_LAST_OF_A_PERSON: Final = (
    select(func.max(_earlier.c.position))
    .where(
        _earlier.c.conversation_id == _conversation.id,
        _earlier.c.author.not_in(("assistant", "desk")),
    )
    .correlate(conversation_table)
    .scalar_subquery()
)
_COLUMNS: Final = (
    *(_conversation.id, _conversation.key, _conversation.channel, _conversation.owner),
    *(_conversation.updated_at, _LANGUAGE.label("language"), Person.name.label("person")),
    *(_handoff.topic, _handoff.priority, _handoff.waiting_since, _handoff.snoozed_until),
    *(_handoff.ended_at, _member.name.label("staff")),
    *(_message.text, _message.author, _message.kind, _message.created_at.label("spoken_at")),
)


def entries(view: View, filters: Filters, member: Member) -> Select[Any]:
    """One page of a list, and one row more where another page follows."""
    episode = and_(_handoff.conversation_id == _conversation.id, _handoff.id == _NEWEST_EPISODE)
    last = and_(
        _message.conversation_id == _conversation.id, _message.position == _LAST_OF_A_PERSON
    )
    return (
        select(*_COLUMNS, may_open(member).label("may_open"))
        .select_from(conversation_table)
        .outerjoin(Person, Person.id == _conversation.person_id)
        .outerjoin(handoff_table, episode)
        .outerjoin(message_table, last)
        .outerjoin(member_table, _member.id == _handoff.staff_id)
        .where(_is_in(view, filters, member), *_narrowed(filters))
        .order_by(*_order(view, filters))
        .offset((filters.page - 1) * PAGE)
        .limit(PAGE + 1)
    )


def _is_in(view: View, filters: Filters, member: Member) -> ColumnElement[bool]:
    owner = _conversation.owner
    if filters.q:
        # What somebody searches, they want to find wherever it is, and may read all of.
        return and_(may_open(member), found_by(filters.q))
    if view is View.MINE:
        return owner == owner_of(member.id)
    if view is View.QUEUE:
        return and_(owner == QUEUED, _of_teams(member))
    if view is View.TEAM:
        with_people = or_(owner == QUEUED, owner.startswith("staff:"))
        return and_(with_people, _of_teams(member))
    return and_(owner == CLOSED if view is View.CLOSED else owner != CLOSED, may_open(member))


def _of_teams(member: Member) -> ColumnElement[bool]:
    return true() if sees_all(member) else is_of_team(member.id)


def _narrowed(filters: Filters) -> list[ColumnElement[bool]]:
    pairs = (
        (_conversation.channel, filters.channel),
        (_LANGUAGE, filters.language),
        (_handoff.topic, filters.topic),
    )
    return [column == value for column, value in pairs if value]


def _order(view: View, filters: Filters) -> tuple[ColumnElement[Any], ...]:
    waits = and_(_conversation.owner == QUEUED, _handoff.ended_at.is_(None))
    if filters.longest_first:
        return (waits.desc(), _handoff.waiting_since, _conversation.id)
    if view is View.QUEUE and not filters.q:
        return (_handoff.priority.desc(), _handoff.waiting_since, _conversation.id)
    return (
        _handoff.snoozed_until.is_not(None),
        _conversation.updated_at.desc(),
        _conversation.id,
    )
