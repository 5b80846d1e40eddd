"""What the engine is asked for each kind of message; what is not for the engine is None."""

import json
from typing import Any, Final

from bot.messages import Kind, Question
from bot.places import nearest_city
from bot.typed import defuse

#: The channels' own commands, as the engine's intents.
COMMANDS: Final = {
    "/start": "/greet",
    "/menu": "/ask_help",
    "/help": "/ask_help",
    "/language": "/change_language",
    "/human": "/talk_to_human",
    "/privacy": "/ask_privacy",
    "/stop": "/unsubscribe_alerts",
}

#: Payloads that the desk answers itself.
DESK_PREFIX: Final = "desk:"


def words_for_engine(question: Question, longest: int) -> str | None:
    """The words, or a payload of ours, that are put to the engine."""
    content = question.content or {}
    match question.kind:
        case Kind.TEXT:
            return defuse(question.text[:longest])
        case Kind.PRESS:
            return question.payload
        case Kind.COMMAND:
            return COMMANDS.get(question.text) or defuse(question.text)
        case Kind.CONTACT:
            return _payload("inform", phone=content.get("phone"))
        case Kind.LOCATION:
            return _payload("ask_office", city=nearest_city(content))
    return None


def _payload(intent: str, **entities: Any) -> str:
    given = {name: value for name, value in entities.items() if value is not None}
    return f"/{intent}{json.dumps(given, ensure_ascii=False)}" if given else f"/{intent}"
