"""The words in which handoffs stand in the database; reports count them."""

from enum import StrEnum
from typing import Final


class Reason(StrEnum):
    """Why a person of the helpline came in."""

    ASKED = "asked"
    NOT_UNDERSTOOD = "not_understood"
    COMPLAINT = "complaint"
    ENGINE_DOWN = "engine_down"
    ACTION = "action"
    STAFF_TOOK_OVER = "staff_took_over"


class Outcome(StrEnum):
    """How an episode ended. Staff choose among the first six; the others the desk notes itself."""

    SOLVED = "solved"
    REFERRED = "referred"
    UNRESOLVED = "unresolved"
    NOT_REACHED = "not_reached"
    SPAM = "spam"
    HANDED_BACK = "handed_back"
    IDLE = "idle"
    CALLBACK = "callback"
    ASSISTANT = "assistant"
    """The person chose to go on with the assistant."""
    NOBODY_CAME = "nobody_came"


CLOSING_OUTCOMES: Final = (
    Outcome.SOLVED,
    Outcome.REFERRED,
    Outcome.UNRESOLVED,
    Outcome.NOT_REACHED,
    Outcome.SPAM,
)


class Timer(StrEnum):
    """What can be due in a conversation."""

    UNCLAIMED = "unclaimed"
    STAFF_SILENT = "staff_silent"
    STAFF_GONE = "staff_gone"
    IDLE = "idle"
    SNOOZE = "snooze"
    RATING = "rating"


class Assignment(StrEnum):
    """How a team's conversations find their member of staff."""

    AUTOMATIC = "automatic"
    MANUAL = "manual"


class Awaited(StrEnum):
    """What the person was asked to write next."""

    PHONE = "phone"
    COMMENT = "comment"


PRIORITIES: Final = {
    Reason.NOT_UNDERSTOOD: 5,
    Reason.ASKED: 10,
    Reason.ACTION: 10,
    Reason.ENGINE_DOWN: 10,
    Reason.STAFF_TOOK_OVER: 10,
    Reason.COMPLAINT: 20,
}
#: Added when a conversation comes back to the queue: that person has waited before.
RETURNED: Final = 20
TRANSFERRED: Final = 10
HIGHEST: Final = 100
