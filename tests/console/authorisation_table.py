"""Who may use which route of the console: written down by hand, not derived from the rules."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from fastapi import FastAPI

OUTSIDE = "nobody"
UNFINISHED = "administrator without the second factor"
AGENT, SUPERVISOR, ADMINISTRATOR = "agent", "supervisor", "administrator"
STAFF = (AGENT, SUPERVISOR, ADMINISTRATOR)
ROLES = (OUTSIDE, UNFINISHED, *STAFF)


class Relation(StrEnum):
    """What a conversation is to who asks for it."""

    OWN = "own"
    TEAM_QUEUE = "waits for their team"
    OTHER_QUEUE = "waits for another team"
    COLLEAGUE = "a colleague of their team has it"
    STRANGER = "a colleague of another team has it"
    EARLIER = "was theirs and is closed"
    CLOSED = "closed, never theirs"
    ASSISTANT = "with the assistant, never theirs"


ALL: Final = frozenset(Relation)
_OWN: Final = frozenset({Relation.OWN})
_THEIRS: Final = frozenset({Relation.OWN, Relation.TEAM_QUEUE, Relation.EARLIER})
_TEAM_QUEUE: Final = frozenset({Relation.TEAM_QUEUE})
_QUEUES: Final = frozenset({Relation.TEAM_QUEUE, Relation.OTHER_QUEUE})

Rule = Mapping[str, frozenset[Relation]]


def _rule(agent: frozenset[Relation], supervisor: frozenset[Relation]) -> Rule:
    return {AGENT: agent, SUPERVISOR: supervisor, ADMINISTRATOR: supervisor}


SEES: Final = _rule(_THEIRS, ALL)
OWNS: Final = _rule(_OWN, _OWN)
OWNS_OR_SUPERVISES: Final = _rule(_OWN, ALL)
CLAIMS: Final = _rule(_TEAM_QUEUE, _QUEUES)
SUPERVISES: Final = _rule(frozenset(), ALL)


@dataclass(frozen=True)
class Entry:
    """What is expected of a route: roles that may use it, or a rule on the conversation."""

    roles: frozenset[str] = frozenset()
    rule: Rule | None = None
    form: Mapping[str, Any] = field(default_factory=dict)
    is_stream: bool = False


def _for(*roles: str, **form: Any) -> Entry:
    return Entry(roles=frozenset(roles), form=form)


def _of(rule: Rule, **form: Any) -> Entry:
    return Entry(rule=rule, form=form)


_EVERYBODY: Final = _for(*ROLES)
_PASSWORD_GIVEN: Final = _for(UNFINISHED, *STAFF)
_STAFF: Final = _for(*STAFF)
_SUPERVISORS: Final = _for(SUPERVISOR, ADMINISTRATOR)
_ADMINISTRATORS: Final = _for(ADMINISTRATOR)
_TALK: Final = "/console/conversations/{key}"
_ADMIN: Final = "/console/admin"

TABLE: Final[Mapping[str, Entry]] = {
    "GET /console/login": _EVERYBODY,
    "POST /console/login": _EVERYBODY,
    "GET /console/set-password/{token}": _EVERYBODY,
    "POST /console/set-password/{token}": _EVERYBODY,
    "POST /console/logout": _PASSWORD_GIVEN,
    "GET /console/second-factor": _PASSWORD_GIVEN,
    "POST /console/second-factor": _PASSWORD_GIVEN,
    # The one who asks has a second factor and has not given it: no way around by a new one.
    "GET /console/enrol": _STAFF,
    "POST /console/enrol": _STAFF,
    "GET /console/sessions": _STAFF,
    "POST /console/sessions/revoke": _STAFF,
    "POST /console/sessions/revoke-others": _STAFF,
    "POST /console/language": _STAFF,
    "GET /console": _STAFF,
    "GET /console/inbox": _STAFF,
    "GET /console/inbox/{view}": _STAFF,
    "GET /console/events": Entry(roles=frozenset(STAFF), is_stream=True),
    "POST /console/presence": _STAFF,
    "POST /console/availability": _STAFF,
    "GET /console/cards": _STAFF,
    "GET /console/canned": _STAFF,
    f"GET {_TALK}": _of(SEES),
    f"GET {_TALK}/head": _of(SEES),
    f"GET {_TALK}/viewers": _of(SEES),
    f"GET {_TALK}/composer": _of(SEES),
    f"GET {_TALK}/timeline": _of(SEES),
    f"GET {_TALK}/history": _of(SEES, before="99"),
    f"POST {_TALK}/read": _of(SEES, position="1"),
    f"POST {_TALK}/claim": _of(CLAIMS),
    f"POST {_TALK}/take-over": _of(SEES),
    f"POST {_TALK}/transfer": _of(OWNS_OR_SUPERVISES, to="team:1"),
    f"POST {_TALK}/snooze": _of(OWNS, until="1h"),
    f"POST {_TALK}/close": _of(OWNS_OR_SUPERVISES, outcome="solved"),
    f"POST {_TALK}/hand-back": _of(OWNS_OR_SUPERVISES),
    f"POST {_TALK}/reply": _of(OWNS, text="written by a test"),
    f"POST {_TALK}/template": _of(OWNS, name="staff_reply"),
    f"POST {_TALK}/draft": _of(OWNS),
    f"POST {_TALK}/note": _of(SEES, text="written by a test"),
    f"POST {_TALK}/label": _of(SEES, add="tested"),
    "GET /console/media/{media_id}": _of(SEES),
    "GET /console/board": _SUPERVISORS,
    "GET /console/board/reassign": _of(SUPERVISES, conversation="{key}"),
    "POST /console/board/reassign": _of(SUPERVISES, conversation="{key}", to="team:1"),
    f"GET {_ADMIN}": _ADMINISTRATORS,
    f"GET {_ADMIN}/staff": _ADMINISTRATORS,
    f"POST {_ADMIN}/staff": _ADMINISTRATORS,
    f"GET {_ADMIN}/staff/{{staff_id}}": _ADMINISTRATORS,
    f"POST {_ADMIN}/staff/{{staff_id}}": _ADMINISTRATORS,
    f"POST {_ADMIN}/staff/{{staff_id}}/link": _ADMINISTRATORS,
    f"POST {_ADMIN}/staff/{{staff_id}}/log-out": _ADMINISTRATORS,
    f"GET {_ADMIN}/teams": _ADMINISTRATORS,
    f"GET {_ADMIN}/teams/new": _ADMINISTRATORS,
    f"POST {_ADMIN}/teams/new": _ADMINISTRATORS,
    f"GET {_ADMIN}/teams/{{team_id}}": _ADMINISTRATORS,
    f"POST {_ADMIN}/teams/{{team_id}}": _ADMINISTRATORS,
    f"POST {_ADMIN}/teams/{{team_id}}/remove": _ADMINISTRATORS,
    f"GET {_ADMIN}/hours": _ADMINISTRATORS,
    f"POST {_ADMIN}/hours": _ADMINISTRATORS,
    f"POST {_ADMIN}/hours/{{hours_id}}/remove": _ADMINISTRATORS,
    f"POST {_ADMIN}/days": _ADMINISTRATORS,
    f"POST {_ADMIN}/days/{{day_id}}/remove": _ADMINISTRATORS,
    f"GET {_ADMIN}/canned": _ADMINISTRATORS,
    f"GET {_ADMIN}/canned/new": _ADMINISTRATORS,
    f"POST {_ADMIN}/canned/new": _ADMINISTRATORS,
    f"GET {_ADMIN}/canned/{{canned_id}}": _ADMINISTRATORS,
    f"POST {_ADMIN}/canned/{{canned_id}}": _ADMINISTRATORS,
    f"POST {_ADMIN}/canned/{{canned_id}}/remove": _ADMINISTRATORS,
    f"GET {_ADMIN}/limits": _ADMINISTRATORS,
    f"POST {_ADMIN}/limits": _ADMINISTRATORS,
    f"GET {_ADMIN}/audit": _ADMINISTRATORS,
}


def routes_of(app: FastAPI) -> set[str]:
    """Every route of the console, as `METHOD /path`."""
    return {each for each in _walk(app.routes) if each.partition(" ")[2].startswith("/console")}


def _walk(routes: Any) -> Iterator[str]:
    for route in routes:
        methods, path = getattr(route, "methods", None), getattr(route, "path", None)
        if path is not None and methods:
            yield from (f"{method} {path}" for method in methods if method != "HEAD")
        # FastAPI keeps a router that was included as one entry.
        if (included := getattr(route, "original_router", None)) is not None:
            yield from _walk(included.routes)
