"""Say something in a web conversation, and read what has been said."""

from typing import Annotated

from fastapi import APIRouter, Query

from bot import history
from bot.chat.access import Caller, ConversationId, TheDesk, TheLimits
from bot.chat.schemas import HistoryOut, MessageIn, TurnOut, said_out, turn_out
from bot.tables import BOT

router = APIRouter(prefix="/api/chat/{conversation_id}")


@router.post("/messages")
async def say(
    conversation_id: ConversationId,
    message: MessageIn,
    desk: TheDesk,
    limits: TheLimits,
    address: Caller,
) -> TurnOut:
    """Answer a message; an id sent before gives the stored answer."""
    limits.spend(conversation_id, address)
    turn = await desk.say(conversation_id, message.text, message.id, message.language)
    return turn_out(turn)


@router.get("/messages")
async def read(
    conversation_id: ConversationId,
    desk: TheDesk,
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
    before: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
) -> HistoryOut:
    """Give the newest messages; a conversation in which nothing was said is empty."""
    async with desk.store.read() as session:
        conversation = await history.conversation(session, conversation_id)
        said = await history.messages(session, conversation_id, limit, before)
    return HistoryOut(
        owner=conversation.owner if conversation else BOT,
        language=conversation.language if conversation else None,
        position=said[-1].position if said else 0,
        messages=[said_out(row) for row in said],
    )
