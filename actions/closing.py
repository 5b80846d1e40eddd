"""What ends a turn: read by the desk for the staff's routing and brief, never shown to users."""

from typing import Any, Final

from actions.details import Details
from actions.reply import Reply

MOST_SHOWN: Final = 5
# Where the business is and what it is; nothing that tells who writes.
_ABOUT_THE_BUSINESS: Final = ("city", "province", "segment", "amount")


def closing(language: str, intent: str | None, reply: Reply, details: Details) -> dict[str, Any]:
    """What the turn was about, as JSON; beside the first four only what is known."""
    known = {
        **{name: getattr(details, name) for name in _ABOUT_THE_BUSINESS},
        "sector": details.sectors[0] if details.sectors else None,
        "programmes": _listed(reply),
        "criteria_failed": list(reply.criteria_failed),
        "not_understood": reply.not_understood,
        "handoff": reply.handoff,
    }
    return {
        "intent": intent,
        "language": language,
        "topic": reply.topic or (details.topics[0] if details.topics else None),
        "programme": reply.programme,
        **{name: value for name, value in known.items() if value},
    }


def _listed(reply: Reply) -> list[str]:
    """Ids of the programmes that the answer lists."""
    return list(reply.context.listed if reply.context else ())[:MOST_SHOWN]
