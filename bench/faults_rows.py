"""What a fault run left: the desk's tables, and what the providers were really sent."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.tables import IN, Conversation, Delivery, Message
from programmes.models import Ticket


@dataclass(frozen=True)
class Shown:
    """A message as it stands in the person's app."""

    at: float
    text: str
    provider_id: str
    tag: str | None


@dataclass
class Rows:
    """One conversation in the desk's database."""

    came: dict[str, Message] = field(default_factory=dict)
    """By external id."""
    went: list[Message] = field(default_factory=list)
    """In order of position."""
    deliveries: dict[int, list[Delivery]] = field(default_factory=lambda: defaultdict(list))
    """By the message's number, in order of parts."""


async def rows_of(session: AsyncSession) -> dict[tuple[str, str], Rows]:
    """All conversations by channel and address."""
    found: dict[tuple[str, str], Rows] = defaultdict(Rows)
    places: dict[int, Rows] = {}
    messages = select(Message, Conversation.channel, Conversation.address).join(
        Conversation, Conversation.id == Message.conversation_id
    )
    for message, channel, address in await session.execute(messages.order_by(Message.position)):
        rows = found[channel, address]
        if message.direction == IN:
            rows.came[message.external_id] = message
        else:
            rows.went.append(message)
            places[message.id] = rows
    for delivery in await session.scalars(select(Delivery).order_by(Delivery.part)):
        places[delivery.message_id].deliveries[delivery.message_id].append(delivery)
    return found


async def tickets_of(session: AsyncSession) -> Counter[str]:
    """How many tickets each message opened, by the message's key."""
    keys = await session.scalars(select(Ticket.idempotency_key))
    return Counter(key.rpartition(":")[0] for key in keys)


def shown_by_telegram(record: Mapping[str, Any]) -> dict[str, list[Shown]]:
    """What each chat was sent, in order."""
    shown = defaultdict(list)
    for one in record["sent"]:
        shown[one["chat_id"]].append(Shown(one["at"], one["text"], str(one["message_id"]), None))
    return shown


def shown_by_whatsapp(record: Mapping[str, Any]) -> dict[str, list[Shown]]:
    """What each person was sent, in order."""
    shown = defaultdict(list)
    for one in record["sent"]:
        shown[one["to"]].append(Shown(one["at"], "", one["id"], one["tag"]))
    return shown
