"""Whose conversation it is: taking it, passing it on, putting it aside, ending it."""

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from bot.console.conversation.looking import Look, note_act, permitted
from bot.console.conversation.pane import after, the_handoff
from bot.console.conversation.refusals import Refused, done_or_told
from bot.console.conversation.snoozing import snoozed_until
from bot.console.conversation.targets import read_target
from bot.console.facts import facts_of
from bot.console.keys import Asked
from bot.handoff import leaving, staffing, transfers
from bot.handoff.errors import HandoffRefused
from bot.handoff.names import CLOSING_OUTCOMES, Outcome
from bot.handoff.rules import Actor, Phase, Refusal, phase_of, staff
from bot.staff.permissions import Action
from bot.staff.web import Caller, CurrentStaff, TheStore
from bot.tables.columns import now
from bot.tables.staff import Role
from bot.typed import clean

Summary = Annotated[str, Form(max_length=2000)]
Field = Annotated[str, Form(max_length=100)]

router = APIRouter(prefix="/console/conversations/{key}", include_in_schema=False)


def actor_of(caller: Caller) -> Actor:
    """The member as the handoff knows one who acts."""
    return staff(caller.member.id, supervises=caller.member.role != Role.AGENT)


@router.post("/claim")
async def claim(request: Request, here: Asked, store: TheStore, caller: CurrentStaff) -> Response:
    """Take a conversation that waits; who is too late is told who has it."""

    async def act() -> Response:
        at = now()
        async with store.write() as connection:
            facts = await facts_of(connection, here.id)
            seen = Look(here, caller, facts, at)
            if phase_of(facts.owner) is Phase.STAFF and caller.member.id in facts.team_staff:
                raise HandoffRefused(Refusal.NOT_NOW, facts.owner)
            caller.ensure(Action.CLAIM, facts)
            actor, voice = actor_of(caller), the_handoff(request).voice
            taken = await staffing.claim(connection, voice, here.id, actor, at)
            if not taken.won:
                raise HandoffRefused(Refusal.NOT_NOW, taken.owner)
            await note_act(connection, seen, Action.CLAIM)
        return await after(request, caller, here)

    return await done_or_told(request, caller, here, act)


@router.post("/take-over")
async def take_over(
    request: Request, here: Asked, store: TheStore, caller: CurrentStaff
) -> Response:
    """Take a conversation from the assistant, the queue or a colleague."""

    async def act() -> Response:
        at = now()
        async with store.write() as connection:
            seen = await permitted(connection, caller, Action.TAKE_OVER, here, at)
            actor, voice = actor_of(caller), the_handoff(request).voice
            await staffing.take_over(connection, voice, here.id, actor, at)
            await note_act(connection, seen, Action.TAKE_OVER, before=seen.facts.owner)
        return await after(request, caller, here)

    return await done_or_told(request, caller, here, act)


@router.post("/transfer")
async def transfer(
    request: Request,
    here: Asked,
    store: TheStore,
    caller: CurrentStaff,
    to: Field = "",
) -> Response:
    """Pass it on, to `team:<number>` or `staff:<number>`; supervisors give out waiting ones."""

    async def act() -> Response:
        at, target = now(), read_target(to)
        if target is None:
            raise Refused("no_target")
        kind, number = target
        async with store.write() as connection:
            facts = await facts_of(connection, here.id)
            is_waiting = phase_of(facts.owner) is Phase.QUEUED
            action = Action.ASSIGN if is_waiting else Action.TRANSFER
            seen = await permitted(connection, caller, action, here, at)
            pass_on = transfers.to_team if kind == "team" else transfers.to_colleague
            actor, voice = actor_of(caller), the_handoff(request).voice
            await pass_on(connection, voice, here.id, number, actor, at)
            await note_act(connection, seen, action, to=to)
        return await after(request, caller, here)

    return await done_or_told(request, caller, here, act)


@router.post("/snooze")
async def snooze(
    request: Request,
    here: Asked,
    store: TheStore,
    caller: CurrentStaff,
    until: Field = "",
) -> Response:
    """Put it aside until a time, or until the person writes."""

    async def act() -> Response:
        at = now()
        moment = snoozed_until(until, at)
        if moment is None:
            raise Refused("no_time")
        async with store.write() as connection:
            seen = await permitted(connection, caller, Action.SNOOZE, here, at)
            await staffing.snooze(connection, here.id, moment, actor_of(caller), at)
            await note_act(connection, seen, Action.SNOOZE, until=moment.isoformat())
        return await after(request, caller, here)

    return await done_or_told(request, caller, here, act)


@router.post("/close")
async def close(
    request: Request,
    here: Asked,
    store: TheStore,
    caller: CurrentStaff,
    outcome: Field = "",
    summary: Summary = "",
) -> Response:
    """End it with an outcome."""

    async def act() -> Response:
        at, actor = now(), actor_of(caller)
        async with store.write() as connection:
            seen = await permitted(connection, caller, Action.CLOSE, here, at)
            if outcome not in CLOSING_OUTCOMES:
                raise Refused("no_outcome")
            ended, voice = Outcome(outcome), the_handoff(request).voice
            told = clean(summary) or None
            await leaving.close(connection, voice, here.id, ended, actor, at, told)
            await note_act(connection, seen, Action.CLOSE, outcome=outcome)
        return await after(request, caller, here)

    return await done_or_told(request, caller, here, act)


@router.post("/hand-back")
async def hand_back(
    request: Request,
    here: Asked,
    store: TheStore,
    caller: CurrentStaff,
    summary: Summary = "",
    programme: Field = "",
    city: Field = "",
) -> Response:
    """Give it back to the assistant, which learns what was settled."""

    async def act() -> Response:
        at, actor = now(), actor_of(caller)
        settled = {
            name: value for name, value in (("programme", programme), ("city", city)) if value
        }
        async with store.write() as connection:
            seen = await permitted(connection, caller, Action.HAND_BACK, here, at)
            told, voice = clean(summary) or None, the_handoff(request).voice
            await leaving.hand_back(connection, voice, here.id, actor, at, told, settled)
            await note_act(connection, seen, Action.HAND_BACK)
        return await after(request, caller, here)

    return await done_or_told(request, caller, here, act)
