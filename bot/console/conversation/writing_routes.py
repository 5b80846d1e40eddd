"""Writing: to the person, as a template, as a draft; notes and labels that they never see."""

from datetime import datetime
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request, Response
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from bot import outbox
from bot.console.canned.variables import is_unfilled
from bot.console.conversation import cards, window
from bot.console.conversation.drafting import draft
from bot.console.conversation.looking import look_on, note_act, permitted
from bot.console.conversation.owner_routes import actor_of
from bot.console.conversation.pane import after, pane, the_handoff
from bot.console.conversation.refusals import Refused, done_or_told
from bot.console.keys import Asked
from bot.console.masking import masked
from bot.console.words import say
from bot.handoff import notes, ownership, staffing, timers
from bot.handoff.names import Timer
from bot.handoff.ownership import Ownership
from bot.languages import DEFAULT, known
from bot.messages import BotMessage
from bot.staff.pages import language_of
from bot.staff.permissions import Action
from bot.staff.web import CurrentStaff, TheStore
from bot.tables.columns import now
from bot.typed import clean, is_blank

#: More than fits on any channel; WhatsApp's and Telegram's messages end at 4096.
_LONGEST: Final = 4000
_MOST_CARDS: Final = 3
Written = Annotated[str, Form(max_length=20_000)]

router = APIRouter(prefix="/console/conversations/{key}", include_in_schema=False)


@router.post("/reply")
async def reply(
    request: Request,
    here: Asked,
    store: TheStore,
    caller: CurrentStaff,
    text: Written = "",
    card: Annotated[list[str], Form(max_length=20)] = [],  # noqa: B006 (FastAPI copies it)
) -> Response:
    """Write to the person: words, programme cards, or both."""

    async def act() -> Response:
        at = now()
        async with store.write() as connection:
            seen = await permitted(connection, caller, Action.REPLY, here, at)
            owned = await ownership.read(connection, here.id)
            if not window.is_open(owned, at):
                raise Refused("window", text)
            messages = await _messages(connection, text, card, owned, at)
            actor, voice = actor_of(caller), the_handoff(request).voice
            position = await staffing.reply(connection, voice, here.id, messages, actor, at)
            await note_act(connection, seen, Action.REPLY, position=position)
        return await after(request, caller, here)

    return await done_or_told(request, caller, here, act)


@router.post("/template")
async def template(
    request: Request,
    here: Asked,
    store: TheStore,
    caller: CurrentStaff,
    name: Annotated[str, Form(max_length=64)] = "",
) -> Response:
    """Send a template, which WhatsApp carries at any time."""

    async def act() -> Response:
        at = now()
        async with store.write() as connection:
            seen = await permitted(connection, caller, Action.REPLY, here, at)
            owned = await ownership.read(connection, here.id)
            chosen = await _template(request, connection, owned, name)
            position = await outbox.post(
                connection,
                here.id,
                [chosen.message],
                str(actor_of(caller)),
                owned.language,
                chosen.content,
            )
            await timers.stop(connection, here.id, (Timer.STAFF_SILENT,))
            await note_act(connection, seen, Action.REPLY, position=position, template=name)
        return await after(request, caller, here)

    return await done_or_told(request, caller, here, act)


@router.post("/draft")
async def drafted(request: Request, here: Asked, store: TheStore, caller: CurrentStaff) -> Response:
    """Put what the assistant would say into the reply box; nothing is sent."""

    async def act() -> Response:
        desk, at = request.app.state.desk, now()
        async with store.write() as connection:
            seen = await permitted(connection, caller, Action.REPLY, here, at)
            owned = await ownership.read(connection, here.id)
            await note_act(connection, seen, "conversation.draft")
        words = await draft(store, desk.engine, owned, desk.settings.max_characters, at)
        if words is None:
            raise Refused("no_draft")
        seen = await look_on(store, caller, here)
        notice = say("conversation.drafted", language_of(request, caller))
        return await pane(request, seen, notice=notice, text=words)

    return await done_or_told(request, caller, here, act)


@router.post("/note")
async def note(
    request: Request,
    here: Asked,
    store: TheStore,
    caller: CurrentStaff,
    text: Written = "",
) -> Response:
    """Write a note for colleagues."""

    async def act() -> Response:
        at, written = now(), clean(text)
        async with store.write() as connection:
            seen = await permitted(connection, caller, Action.NOTE, here, at)
            if is_blank(written) or len(written) > _LONGEST:
                raise Refused("empty" if is_blank(written) else "long", "")
            await notes.write_note(connection, here.id, written, caller.member.id, at)
            await note_act(connection, seen, Action.NOTE)
        return await after(request, caller, here)

    return await done_or_told(request, caller, here, act)


@router.post("/label")
async def label(
    request: Request,
    here: Asked,
    store: TheStore,
    caller: CurrentStaff,
    add: Annotated[str, Form(max_length=100)] = "",
    remove: Annotated[str, Form(max_length=100)] = "",
) -> Response:
    """Put a label on the conversation, or take one away."""

    async def act() -> Response:
        at, member = now(), caller.member.id
        async with store.write() as connection:
            seen = await permitted(connection, caller, Action.LABEL, here, at)
            if remove:
                await notes.remove_label(connection, here.id, remove)
            # Labels stand in lists, where nobody's number does.
            if not is_blank(written := masked(clean(add))):
                await notes.add_label(connection, here.id, written, member, at)
            await note_act(connection, seen, Action.LABEL)
        return await after(request, caller, here)

    return await done_or_told(request, caller, here, act)


async def _template(
    request: Request, connection: AsyncConnection, owned: Ownership, name: str
) -> window.Template:
    words = the_handoff(request).voice.words(owned.language)
    chosen = window.chosen(name, await window.offered(connection, owned, words))
    if chosen is None:
        raise Refused("no_template")
    return chosen


async def _messages(
    connection: AsyncConnection, text: str, ids: list[str], owned: Ownership, at: datetime
) -> list[BotMessage]:
    words, language = clean(text), known(owned.language) or DEFAULT
    if len(words) > _LONGEST:
        raise Refused("long", text)
    if is_unfilled(words):
        raise Refused("unfilled", text)
    # The session works inside the open transaction and leaves its end to the caller.
    async with AsyncSession(connection, expire_on_commit=False) as session:
        chosen = await cards.picked(session, ids[:_MOST_CARDS], language, at.date())
    messages = [] if is_blank(words) else [BotMessage(words)]
    messages += [BotMessage(each.text) for each in chosen]
    if not messages:
        raise Refused("empty")
    return messages
