"""Why something was not done, in the words of the console."""

from collections.abc import Awaitable, Callable

from fastapi import Request, Response
from sqlalchemy import select

from bot.console.conversation.looking import look_on
from bot.console.conversation.pane import is_fragment, pane, the_store
from bot.console.keys import Named
from bot.console.words import say
from bot.errors import DeskError
from bot.handoff.errors import ColleagueAway, HandoffRefused, NoConversation, NoTeam
from bot.handoff.rules import phase_of, staff_of
from bot.staff.errors import Forbidden
from bot.staff.pages import language_of, render
from bot.staff.web import Caller
from bot.tables.staff import StaffMember

_CONFLICT = 409
_UNPROCESSABLE = 422


class Refused(DeskError):
    """A form cannot be taken; `key` says why in the words of the console."""

    status = _UNPROCESSABLE
    code = "refused"

    def __init__(self, key: str, text: str = "") -> None:
        super().__init__(f"refused: {key}")
        self.key = key
        self.text = text
        """What the member had written; it is not lost."""


async def done_or_told(
    request: Request,
    caller: Caller,
    here: Named,
    act: Callable[[], Awaitable[Response]],
) -> Response:
    """Do it; what is refused is told in the pane, with everything else as it stands now."""
    try:
        return await act()
    except Refused as refused:
        notice = say(f"conversation.refused_{refused.key}", language_of(request, caller))
        return await _told(request, caller, here, notice, refused.status, refused.text)
    except HandoffRefused as refused:
        notice = await _who_has_it(request, caller, refused.owner)
        return await _told(request, caller, here, notice, _CONFLICT)
    except (ColleagueAway, NoTeam) as refused:
        notice = say(f"conversation.refused_{refused.code}", language_of(request, caller))
        return await _told(request, caller, here, notice, refused.status)


def _gone(request: Request, caller: Caller, notice: str, status: int) -> Response:
    """Only the sentence: the conversation does not concern the member any more."""
    template = "gone" if is_fragment(request) else "gone_page"
    file = f"console/conversation/{template}.html"
    return render(request, file, caller, status=status, context={"notice": notice})


async def _told(
    request: Request,
    caller: Caller,
    here: Named,
    notice: str,
    status: int,
    text: str = "",
) -> Response:
    try:
        seen = await look_on(the_store(request), caller, here)
    except (Forbidden, NoConversation):
        return _gone(request, caller, notice, status)
    return await pane(request, seen, notice=notice, is_refusal=True, status=status, text=text)


async def _who_has_it(request: Request, caller: Caller, owner: str) -> str:
    language = language_of(request, caller)
    staff_id = staff_of(owner)
    if staff_id is None:
        return say(f"conversation.refused_{phase_of(owner)}", language)
    if staff_id == caller.member.id:
        return say("conversation.refused_yours", language)
    async with the_store(request).read() as session:
        found = select(StaffMember.name).where(StaffMember.id == staff_id)
        name = await session.scalar(found)
    return say("conversation.refused_staff", language, name=name or "")
