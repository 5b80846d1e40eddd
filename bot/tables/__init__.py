"""The desk's tables. `programmes/migrations` makes them; a test compares the two."""

from typing import Final, cast

from sqlalchemy import Table

from bot.tables import handoff as _handoff
from bot.tables import reading as _reading
from bot.tables import staff as _staff
from bot.tables import teams as _teams
from bot.tables.channels import ChannelState, Unreadable
from bot.tables.columns import now
from bot.tables.conversations import BOT, Conversation, new_key
from bot.tables.deliveries import Delivery, DeliveryStatus
from bot.tables.media import Media
from bot.tables.messages import (
    ANSWERING,
    CANCELLED,
    DEAD,
    DONE,
    FAILED,
    HELD,
    IN,
    OPEN,
    OUT,
    PENDING,
    SENT,
    WAITING,
    Message,
    PayloadReference,
)
from bot.tables.people import ChannelIdentity, Person

__all__ = [
    "ANSWERING",
    "BOT",
    "CANCELLED",
    "DEAD",
    "DONE",
    "FAILED",
    "HELD",
    "IN",
    "OPEN",
    "OUT",
    "PENDING",
    "SENT",
    "WAITING",
    "ChannelIdentity",
    "ChannelState",
    "Conversation",
    "Delivery",
    "DeliveryStatus",
    "Media",
    "Message",
    "PayloadReference",
    "Person",
    "Unreadable",
    "conversation_table",
    "delivery_table",
    "message_table",
    "new_key",
    "now",
    "reference_table",
]

# Tables of the helpline are used by their own modules; here they only join the metadata.
_ = (_handoff, _reading, _staff, _teams)

# The tables themselves, for statements on the hot path that need no objects.
conversation_table: Final = cast(Table, Conversation.__table__)
message_table: Final = cast(Table, Message.__table__)
delivery_table: Final = cast(Table, Delivery.__table__)
reference_table: Final = cast(Table, PayloadReference.__table__)
