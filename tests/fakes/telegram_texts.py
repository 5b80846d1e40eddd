"""What a message may be, and how one is shown: the Bot API's limits."""

import json
from typing import Any

from tests.fakes.telegram_state import Refusal, Sent, State

Parameters = dict[str, Any]
LONGEST_TEXT, LONGEST_DATA = 4096, 64


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def decoded(parameters: Parameters, name: str) -> Any:
    given = parameters.get(name)
    return json.loads(given) if isinstance(given, str) else given


def check_chat(state: State, chat: str) -> None:
    if chat in state.migrated:
        raise Refusal(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            migrate_to_chat_id=state.migrated[chat],
        )
    if chat in state.blocked:
        raise Refusal(403, "Forbidden: bot was blocked by the user")


def content(
    parameters: Parameters,
) -> tuple[str, list[Parameters], Parameters | None]:
    """Text, entities and keyboard, within the limits; Telegram takes outer space away."""
    text = str(parameters.get("text", ""))
    entities = decoded(parameters, "entities") or []
    if not text.strip():
        raise Refusal(400, "Bad Request: message text is empty")
    if units(text) > LONGEST_TEXT:
        raise Refusal(400, "Bad Request: message is too long")
    for entity in entities:
        if entity["offset"] < 0 or entity["offset"] + entity["length"] > units(text):
            raise Refusal(400, "Bad Request: entity beyond the end of the text")
    markup = decoded(parameters, "reply_markup")
    for row in (markup or {}).get("inline_keyboard", []):
        for button in row:
            if not 1 <= len(button["callback_data"].encode()) <= LONGEST_DATA:
                raise Refusal(400, "Bad Request: BUTTON_DATA_INVALID")
    return text.strip(), entities, markup


def shown(state: State, message: Sent) -> Parameters:
    kind = "supergroup" if message.chat_id.startswith("-") else "private"
    chat: Parameters = {"id": int(message.chat_id), "type": kind}
    chat |= {"title": "Group"} if kind == "supergroup" else {"first_name": "Person"}
    return {
        "message_id": message.message_id,
        "from": state.me,
        "chat": chat,
        "date": int(message.at),
        "text": message.text,
    }
