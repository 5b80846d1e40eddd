"""What the handoff refuses."""

from bot.errors import DeskError
from bot.handoff.rules import Refusal


class HandoffRefused(DeskError):
    """The act is against the rules; `refusal` says which, `owner` who owns the conversation."""

    status = 409
    code = "handoff_refused"

    def __init__(self, refusal: Refusal, owner: str) -> None:
        super().__init__(f"refused: {refusal}, the conversation's owner is {owner}")
        self.refusal = refusal
        self.owner = owner


class NoConversation(DeskError):
    """There is no such conversation."""

    status = 404
    code = "no_conversation"


class ColleagueAway(DeskError):
    """The member of staff who was to get the conversation is not online."""

    status = 409
    code = "colleague_away"


class NoTeam(DeskError):
    """There is no such team."""

    status = 404
    code = "no_team"


class UnknownOutcome(DeskError):
    """Staff cannot end a conversation with this outcome."""

    status = 422
    code = "unknown_outcome"


class BadLimit(DeskError):
    """There is no such limit, or its value is out of range."""

    status = 422
    code = "bad_limit"


class BadHelplineFile(Exception):
    """A starter file of the helpline cannot be used; the text names file and fault."""
