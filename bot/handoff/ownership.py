"""The owner of a conversation changes here and nowhere else: one compare-and-set, one event."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.handoff.errors import HandoffRefused, NoConversation
from bot.handoff.rules import Act, Actor, Phase, Refusal, decide, phase_of
from bot.tables import conversation_table
from bot.tables.handoff import event_table

_conversation = conversation_table.c


@dataclass(frozen=True, slots=True)
class Ownership:
    """Who owns a conversation; the version counts the changes."""

    conversation_id: str
    owner: str
    version: int
    channel: str
    language: str | None
    """The person's own choice, else that of the last answer."""
    heard_at: datetime | None

    @property
    def phase(self) -> Phase:
        """The kind of owner."""
        return phase_of(self.owner)


async def read(connection: AsyncConnection, conversation_id: str) -> Ownership:
    """Read the owner and, on PostgreSQL, lock the row until the transaction ends.

    Raises:
        NoConversation: nothing was ever said there.
    """
    statement = (
        select(
            _conversation.id,
            _conversation.owner,
            _conversation.version,
            _conversation.channel,
            _conversation.chosen_language,
            _conversation.language,
            _conversation.heard_at,
        )
        .where(_conversation.id == conversation_id)
        # Without the key: messages that are stored meanwhile refer to the row and do not wait.
        .with_for_update(key_share=True)
    )
    row = (await connection.execute(statement)).one_or_none()
    if row is None:
        raise NoConversation(conversation_id.partition(":")[0])
    language = row.chosen_language or row.language
    return Ownership(row.id, row.owner, row.version, row.channel, language, row.heard_at)


async def is_still(connection: AsyncConnection, conversation_id: str, version: int) -> bool:
    """Whether nothing has changed since `version`; an answer is stored only then.

    To be asked in the transaction that stores the answer: the row stays locked until its end.
    """
    return (await read(connection, conversation_id)).version == version


async def change(
    connection: AsyncConnection,
    seen: Ownership,
    act: Act,
    actor: Actor,
    at: datetime,
    *,
    to: int | None = None,
    handoff_id: int | None = None,
) -> Ownership:
    """Change the owner.

    Raises:
        HandoffRefused: against the rules, or somebody was faster; its `owner` has it now.
    """
    decision = decide(seen.owner, act, actor, to)
    if isinstance(decision, Refusal):
        raise HandoffRefused(decision, seen.owner)
    changed = replace(seen, owner=decision.owner, version=seen.version + 1)
    if not await _swap(connection, seen, changed, at):
        raise HandoffRefused(Refusal.NOT_NOW, (await read(connection, seen.conversation_id)).owner)
    event = {
        "conversation_id": seen.conversation_id,
        "handoff_id": handoff_id,
        "from_owner": seen.owner,
        "to_owner": changed.owner,
        "version": changed.version,
        "reason": act,
        "actor": str(actor),
        "at": at,
    }
    await connection.execute(insert(event_table).values(event))
    return changed


async def _swap(
    connection: AsyncConnection, seen: Ownership, changed: Ownership, at: datetime
) -> bool:
    statement = (
        update(conversation_table)
        .where(
            _conversation.id == seen.conversation_id,
            _conversation.owner == seen.owner,
            _conversation.version == seen.version,
        )
        .values(owner=changed.owner, version=changed.version, updated_at=at)
    )
    return (await connection.execute(statement)).rowcount == 1
