"""The user's message as Rasa hands it to an action."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, Final, Self
from zoneinfo import ZoneInfo

from rasa_sdk.interfaces import Tracker

from actions.details import Details
from locales import LANGUAGES

PAKISTAN: Final = ZoneInfo("Asia/Karachi")


@dataclass(frozen=True, slots=True)
class Message:
    """One message and what was understood of it; ``ranking`` has the likeliest intent first."""

    conversation_id: str
    id: str
    text: str
    intent: str
    details: Details
    ranking: tuple[tuple[str, float], ...]
    language: str | None
    channel: str
    place_in_list: int | None
    """The entry of a list that is meant ("the second one"); -1 is the last."""
    is_bare_detail: bool
    """Whether it only adds a detail to the question before it ("what about Karachi?")."""
    asks_which: bool
    """Whether it asks for a choice among all there is ("which one am I eligible for")."""
    page_language: str | None
    """The language of the page it was written on, or chosen there."""
    page_language_fixed: bool
    is_staffed: bool
    """Whether people of the helpline can take conversations over."""
    settled: Mapping[str, Any] | None
    """What staff settled before they gave the conversation back; told once, else None."""
    at: datetime

    @classmethod
    def from_tracker(cls, tracker: Tracker, now: datetime) -> Self:
        """Read the tracker; ``now`` counts where the message carries no time of its own."""
        latest = tracker.latest_message
        metadata = latest.get("metadata") or {}
        return cls(
            conversation_id=tracker.sender_id,
            id=_identity(tracker, metadata, now),
            text=str(latest.get("text") or ""),
            intent=str((latest.get("intent") or {}).get("name") or ""),
            details=replace(
                Details.from_entities(latest.get("entities") or ()), age=_number(latest, "age")
            ),
            ranking=_ranking(latest.get("intent_ranking") or ()),
            language=_language(latest.get("language")),
            channel=str(metadata.get("channel") or ""),
            place_in_list=_number(latest, "place_in_list"),
            is_bare_detail=bool(latest.get("bare_detail")),
            asks_which=bool(latest.get("asks_which")),
            page_language=_language(metadata.get("language")),
            page_language_fixed=bool(metadata.get("language_fixed")),
            is_staffed=bool(metadata.get("staffed")),
            settled=_settled(metadata.get("handoff")),
            at=_at(metadata, now),
        )

    @property
    def today(self) -> date:
        """The day in Pakistan."""
        return self.at.astimezone(PAKISTAN).date()

    @property
    def words(self) -> str:
        """What the user typed; nothing for a pressed button."""
        return "" if self.text.startswith("/") else self.text


def _identity(tracker: Tracker, metadata: Mapping[str, Any], now: datetime) -> str:
    known = metadata.get("message_id") or tracker.latest_message.get("message_id")
    return str(known or f"{tracker.sender_id}@{now.isoformat()}")


def _ranking(ranking: Any) -> tuple[tuple[str, float], ...]:
    return tuple(
        (str(entry["name"]), float(entry.get("confidence") or 0.0))
        for entry in ranking
        if entry.get("name")
    )


def _number(latest: Mapping[str, Any], name: str) -> int | None:
    value = latest.get(name)
    return value if isinstance(value, int) else None


def _language(value: Any) -> str | None:
    return value if value in LANGUAGES else None


def _settled(handoff: Any) -> Mapping[str, Any] | None:
    if not isinstance(handoff, Mapping):
        return None
    settled = handoff.get("settled")
    return settled if isinstance(settled, Mapping) else {}


def _at(metadata: Mapping[str, Any], now: datetime) -> datetime:
    try:
        at = datetime.fromisoformat(str(metadata["now"]))
    except (KeyError, ValueError):
        return now
    return at if at.tzinfo else at.replace(tzinfo=UTC)
