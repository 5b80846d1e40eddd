"""A supervisor gives a conversation to a colleague or to a team's queue."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.console.numbers import MOST_DIGITS
from bot.errors import DeskError
from bot.handoff import transfers
from bot.handoff.ownership import Ownership
from bot.handoff.rules import Actor
from bot.handoff.voice import Voice


class NoTarget(DeskError):
    """Nobody was named to whom the conversation goes."""

    status = 422
    code = "no_target"


async def reassign(
    connection: AsyncConnection,
    voice: Voice,
    conversation_id: str,
    target: str,
    actor: Actor,
    at: datetime,
) -> Ownership:
    """Give it to `staff:<number>` or into the queue of `team:<number>`; the person is told.

    Raises:
        NoTarget, ColleagueAway, NoTeam, HandoffRefused.
    """
    kind, _, number = target.partition(":")
    # isdecimal alone would let digits of other scripts and endless ones pass.
    is_number = number.isascii() and number.isdecimal() and len(number) <= MOST_DIGITS
    if kind not in ("staff", "team") or not is_number:
        raise NoTarget(target[:40])
    pass_on = transfers.to_colleague if kind == "staff" else transfers.to_team
    return await pass_on(connection, voice, conversation_id, int(number), actor, at)
