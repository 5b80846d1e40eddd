"""What became of a message that went out, as one word and the provider's reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.tables import CANCELLED, DEAD, DONE, HELD, Delivery, DeliveryStatus


class Tick(StrEnum):
    """Each has its sign and its words on the page."""

    SHOWN = "shown"
    """On the web: the person's page fetches it by itself."""
    WAITING = "waiting"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    HELD = "held"
    """WhatsApp's 24 hours are over; it goes out when the person writes."""
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Delivered:
    """The state, and for a failure why."""

    tick: Tick
    reason: str | None = None


_ENDS = {DONE: Tick.SHOWN, HELD: Tick.HELD, DEAD: Tick.FAILED, CANCELLED: Tick.CANCELLED}
_BY_PART = {
    DeliveryStatus.SENT: Tick.SENT,
    DeliveryStatus.DELIVERED: Tick.DELIVERED,
    DeliveryStatus.READ: Tick.READ,
    DeliveryStatus.FAILED: Tick.FAILED,
}
#: Of several parts, the one that has come the least far tells how the message stands.
_ORDER = (Tick.FAILED, Tick.WAITING, Tick.SENT, Tick.DELIVERED, Tick.READ)


def delivered(status: str, parts: Iterable[Delivery]) -> Delivered:
    """Say how a message stands, from its own status and those of its parts at the provider."""
    known = list(parts)
    reason = next((part.error for part in known if part.error), None)
    if status in _ENDS:
        return Delivered(_ENDS[status], reason if status == DEAD else None)
    ticks = [_BY_PART.get(DeliveryStatus(part.status), Tick.WAITING) for part in known]
    least = min(ticks, key=_ORDER.index, default=Tick.WAITING)
    return Delivered(least, reason if least in (Tick.FAILED, Tick.WAITING) else None)
