"""What the memory becomes after an answer."""

from dataclasses import replace
from typing import Any

from actions.memory import Memory
from actions.message import Message
from actions.reply import Reply


def remembered(memory: Memory, message: Message, reply: Reply) -> Memory:
    """Take up what the answer was about; an offer stands for one turn only."""
    if reply.forget:
        memory = replace(memory, context=None, question=None, at=None, turns=0)
    answered = any((reply.context, reply.question, reply.offer))
    return replace(
        memory,
        context=reply.context.after(memory.context) if reply.context else memory.context,
        question=reply.question or memory.question,
        offer=reply.offer,
        unclear_turns=memory.unclear_turns + 1 if reply.not_understood else 0,
        language=message.language or memory.language,
        fixed_language=reply.fixed_language or memory.fixed_language,
        at=message.at if answered else memory.at,
        turns=0 if reply.context is not None else memory.turns + 1,
    )


def changed_slots(before: dict[str, Any], memory: Memory) -> dict[str, Any]:
    """Only the slots whose value differs: every event lengthens the conversation's history."""
    after = memory.to_slots()
    return {name: value for name, value in after.items() if before.get(name) != value}
