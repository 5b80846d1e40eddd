"""Every look at a conversation: whether the member may, and that it is on record."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.console.facts import facts_of
from bot.console.keys import Named
from bot.staff import audit
from bot.staff.permissions import Action, ConversationFacts
from bot.staff.web import Caller
from bot.store import Store
from bot.tables.columns import now
from bot.tables.staff import audit_table

CONVERSATION: Final = "conversation"
#: Parts of a page that is open are fetched again with every message; that is the same look.
_SAME_LOOK: Final = timedelta(minutes=10)
_entry = audit_table.c


@dataclass(frozen=True, slots=True)
class Look:
    """What a member may see of a conversation now."""

    here: Named
    caller: Caller
    facts: ConversationFacts
    at: datetime

    def may(self, action: Action) -> bool:
        """Whether the member may do this to the conversation."""
        return self.caller.may(action, self.facts)

    @property
    def sees_person(self) -> bool:
        """Whether CNIC, phone and e-mail stand in full."""
        return self.may(Action.SEE_PERSON)


async def look(store: Store, caller: Caller, here: Named) -> Look:
    """Open a conversation's page; it is on record, and so is that personal details were shown.

    Raises:
        NoConversation: it is not there any more.
        Forbidden: it does not concern the member.
    """
    return await _look(store, caller, here, is_new=True)


async def look_on(store: Store, caller: Caller, here: Named) -> Look:
    """Fetch a part of a page that is open; on record unless the look at the page just was.

    Raises:
        NoConversation, Forbidden: as `look`.
    """
    return await _look(store, caller, here, is_new=False)


async def permitted(
    connection: AsyncConnection, caller: Caller, action: Action, here: Named, at: datetime
) -> Look:
    """Check an action, in the transaction that does it.

    Raises:
        NoConversation, Forbidden: as `look`.
    """
    facts = await facts_of(connection, here.id)
    caller.ensure(action, facts)
    return Look(here, caller, facts, at)


async def note_act(
    connection: AsyncConnection, seen: Look, action: str, **details: str | int | None
) -> None:
    """Put an action on record, in the transaction that does it."""
    await audit.record(
        connection,
        action,
        seen.caller.member.id,
        at=seen.at,
        about=(CONVERSATION, seen.here.key),
        details={name: value for name, value in details.items() if value is not None},
        address=seen.caller.browser.address,
    )


async def _look(store: Store, caller: Caller, here: Named, *, is_new: bool) -> Look:
    at = now()
    async with store.read() as session:
        connection = await session.connection()
        seen = await permitted(connection, caller, Action.OPEN, here, at)
        shown = [Action.OPEN, Action.SEE_PERSON] if seen.sees_person else [Action.OPEN]
        noted = set() if is_new else await _noted(connection, seen)
    due = [action for action in shown if action not in noted]
    if due:
        async with store.write() as connection:
            for action in due:
                await note_act(connection, seen, action)
    return seen


async def _noted(connection: AsyncConnection, seen: Look) -> set[str]:
    statement = select(_entry.action).where(
        _entry.object_kind == CONVERSATION,
        _entry.object_id == seen.here.key,
        _entry.staff_id == seen.caller.member.id,
        _entry.action.in_([Action.OPEN, Action.SEE_PERSON]),
        _entry.at > seen.at - _SAME_LOOK,
    )
    return set((await connection.execute(statement)).scalars())
