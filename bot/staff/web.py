"""What every route of the console stands behind: who calls, and what they may do."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Depends, HTTPException, Request

from bot.staff import cookies, sessions
from bot.staff.access import Access
from bot.staff.browser import Browser, browser_name
from bot.staff.errors import Forbidden
from bot.staff.forgery import SAFE_METHODS, check_origin, check_token
from bot.staff.members import Member
from bot.staff.permissions import Action, ConversationFacts, allowed
from bot.staff.sessions import Session
from bot.store import Store
from bot.tables.columns import now

LOGIN: Final = "/console/login"
SECOND_FACTOR: Final = "/console/second-factor"
ENROL: Final = "/console/enrol"
HOME: Final = "/console"


@dataclass(frozen=True)
class Caller:
    """The member of staff whose request this is."""

    session: Session
    browser: Browser

    @property
    def member(self) -> Member:
        """Who it is."""
        return self.session.member

    def may(self, action: Action, conversation: ConversationFacts | None = None) -> bool:
        """Whether they may do this; templates hide what they may not."""
        return self.session.is_complete and allowed(self.member, action, conversation)

    def ensure(self, action: Action, conversation: ConversationFacts | None = None) -> None:
        """Raise Forbidden unless they may do this."""
        if not self.may(action, conversation):
            raise Forbidden(f"{self.member.role} may not: {action}")


def the_store(request: Request) -> Store:
    """Where the desk keeps everything."""
    store: Store = request.app.state.desk.store
    return store


def the_access(request: Request) -> Access:
    """The ways in; made with the first request and kept, for its counts of wrong attempts."""
    state = request.app.state
    if not hasattr(state, "staff_access"):
        state.staff_access = Access(state.desk.store)
    access: Access = state.staff_access
    return access


def the_browser(request: Request) -> Browser:
    """Where the request comes from."""
    address = request.client.host if request.client else ""
    name = browser_name(request.headers.get("user-agent", ""))
    return Browser(address, name, cookies.read(request))


async def caller_if_any(request: Request) -> Caller | None:
    """Who calls, however far their login has come; None without a live session."""
    return await _caller(request, is_use=True)


MaybeCaller = Annotated[Caller | None, Depends(caller_if_any)]


async def any_caller(request: Request, caller: MaybeCaller) -> Caller:
    """Who calls, at least with a password; a request that changes anything is proven ours."""
    if caller is None:
        raise turned_away(request, LOGIN)
    if request.method not in SAFE_METHODS:
        check_origin(request)
        await check_token(request, caller.session.csrf)
    return caller


AnyCaller = Annotated[Caller, Depends(any_caller)]


async def current_staff(request: Request, caller: AnyCaller) -> Caller:
    """Who calls, with all that their role needs to be logged in."""
    if caller.session.needs_second_factor:
        raise turned_away(request, SECOND_FACTOR)
    if caller.session.must_enrol:
        raise turned_away(request, ENROL)
    return caller


CurrentStaff = Annotated[Caller, Depends(current_staff)]


async def watching_staff(request: Request) -> Caller:
    """Who calls, for streams and signs of life: being open is no use, so it keeps nobody in.

    For GET only; nothing proves that the request is ours.
    """
    caller = await _caller(request, is_use=False)
    if caller is None or not caller.session.is_complete:
        raise turned_away(request, LOGIN)
    return caller


async def is_still_in(request: Request, caller: Caller) -> bool:
    """Whether an open stream's caller may go on watching: ask every few seconds."""
    again = await _caller(request, is_use=False)
    return again is not None and again.session.is_complete and again.member.id == caller.member.id


def require(action: Action) -> Callable[..., Awaitable[Caller]]:
    """A dependency: who calls, if their role alone allows the action; else 403.

    What depends on a conversation is checked by the route with `caller.ensure(action, facts)`.
    """

    async def permitted(caller: CurrentStaff) -> Caller:
        caller.ensure(action)
        return caller

    return permitted


def turned_away(request: Request, where: str) -> HTTPException:
    """Leads a page to `where`, and refuses everything else with 401."""
    if "hx-request" in request.headers:
        return HTTPException(401, "Please log in.", headers={"HX-Redirect": where})
    if "text/html" in request.headers.get("accept", ""):
        return HTTPException(303, "Please log in.", headers={"Location": where})
    return HTTPException(401, "Please log in.")


async def _caller(request: Request, *, is_use: bool) -> Caller | None:
    browser = the_browser(request)
    if browser.token is None:
        return None
    session = await sessions.find(the_store(request), browser.token, now(), is_use=is_use)
    return Caller(session, browser) if session else None


WatchingStaff = Annotated[Caller, Depends(watching_staff)]
TheStore = Annotated[Store, Depends(the_store)]
TheAccess = Annotated[Access, Depends(the_access)]
TheBrowser = Annotated[Browser, Depends(the_browser)]
OurPage = Annotated[None, Depends(check_origin)]
