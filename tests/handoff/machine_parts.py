"""What the state machine does with the helpline, and what must always hold."""

from datetime import timedelta

from helpline import Helpline
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.handoff import leaving, ownership, staffing, transfers
from bot.handoff.names import CLOSING_OUTCOMES, Reason
from bot.handoff.rules import Actor
from bot.messages import BotMessage
from bot.outbox import post
from bot.tables import Conversation, Message
from bot.tables.handoff import ConversationTimer, HandoffEvent
from bot.tables.handoff import Handoff as Episode

PEOPLE = ("web:1", "telegram:2")
TYPED = ("salam", "/restart", "/session_start", "desk:assistant", "cancel", "0300-1234567")
PRESSED = ("desk:assistant", "desk:callback", "desk:rate:{id}:5", "desk:comment:{id}")
ASKED = [reason for reason in Reason if reason is not Reason.STAFF_TOOK_OVER]


class Crash(Exception):
    """The process ends in the middle of a transaction."""


class Watch:
    """Stands before the outbox: checks who may speak, and crashes after writing if told to."""

    def __init__(self) -> None:
        self.crashes = False

    async def __call__(
        self,
        connection: AsyncConnection,
        conversation_id: str,
        messages: list[BotMessage],
        author: str,
        language: str | None = None,
    ) -> int:
        owner = (await ownership.read(connection, conversation_id)).owner
        if author == "assistant":
            assert owner == "bot", f"the assistant spoke while {owner} had the conversation"
        elif author.startswith("staff:"):
            assert owner == author, f"{author} spoke while {owner} had the conversation"
        position = await post(connection, conversation_id, messages, author, language)
        if self.crashes:
            raise Crash
        return position


async def staff_act(
    connection: AsyncConnection,
    helpline: Helpline,
    who: str,
    actor: Actor,
    targets: tuple[int, int],
    act: str,
) -> None:
    """One thing that staff may try; `targets` are a colleague and a team."""
    (other, team), voice, at = targets, helpline.voice, helpline.now
    words = [BotMessage("salam")]
    match act:
        case "claim":
            await staffing.claim(connection, voice, who, actor, at)
        case "take_over":
            await staffing.take_over(connection, voice, who, actor, at)
        case "reply" | "reply_taking":
            take = act == "reply_taking"
            await staffing.reply(connection, voice, who, words, actor, at, take=take)
        case "team":
            await transfers.to_team(connection, voice, who, team, actor, at)
        case "colleague":
            await transfers.to_colleague(connection, voice, who, other, actor, at)
        case "snooze":
            await staffing.snooze(connection, who, at + timedelta(hours=1), actor, at)
        case "back":
            await leaving.hand_back(connection, voice, who, actor, at, "settled")
        case "close":
            outcome = CLOSING_OUTCOMES[other % len(CLOSING_OUTCOMES)]
            await leaving.close(connection, voice, who, outcome, actor, at)


async def check(helpline: Helpline, who: str, written: int) -> None:
    """Read one conversation; `written` is how many messages the person has sent."""
    async with helpline.store.read() as session:
        conversation = await session.get_one(Conversation, who)
        of = HandoffEvent.conversation_id == who
        events = list(
            await session.scalars(select(HandoffEvent).where(of).order_by(HandoffEvent.id))
        )
        running = select(Episode).where(Episode.conversation_id == who, Episode.ended_at.is_(None))
        episodes = list(await session.scalars(running))
        kinds = set(
            await session.scalars(
                select(ConversationTimer.kind).where(ConversationTimer.conversation_id == who)
            )
        )
        texts = select(Message.position, Message.direction).where(Message.conversation_id == who)
        messages = (await session.execute(texts.order_by(Message.position))).all()
    check_events(conversation, events)
    check_episode(conversation.owner, episodes, kinds)
    assert [row.position for row in messages] == list(range(1, len(messages) + 1))
    assert sum(row.direction == "in" for row in messages) == written


def check_events(conversation: Conversation, events: list[HandoffEvent]) -> None:
    """Each change has one event, and they form a chain up to the present owner."""
    assert [event.version for event in events] == list(range(1, conversation.version + 1))
    owners = ["bot", *(event.to_owner for event in events)]
    assert [event.from_owner for event in events] == owners[:-1]
    assert conversation.owner == owners[-1]


def check_episode(owner: str, episodes: list[Episode], kinds: set[str]) -> None:
    """Owner and episode agree."""
    if owner in ("bot", "closed"):
        assert episodes == []
        assert kinds <= {"rating"}
        return
    staff_id = None if owner == "queued" else int(owner.removeprefix("staff:"))
    assert [each.staff_id for each in episodes] == [staff_id]
    # Something is always due, so that nobody waits for ever.
    assert kinds & ({"unclaimed"} if staff_id is None else {"staff_gone", "snooze"})
