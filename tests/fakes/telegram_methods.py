"""The methods of the Bot API that the channel calls: https://core.telegram.org/bots/api"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from tests.fakes.telegram_state import Refusal, Sent, State
from tests.fakes.telegram_texts import Parameters, check_chat, content, decoded, shown

LARGEST_FILE = 20 * 1024 * 1024


async def get_me(state: State, parameters: Parameters) -> Any:
    return state.me


async def get_updates(state: State, parameters: Parameters) -> Any:
    if state.webhook.url:
        raise Refusal(
            409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook"
        )
    state.polls += 1
    mine = state.polls
    offset = int(parameters.get("offset", 0))
    for update_id in [each for each in state.pending if each < offset]:
        state.acknowledge(update_id)
    until = time.monotonic() + float(parameters.get("timeout", 0))
    async with state.changed:
        state.changed.notify_all()
        with suppress(TimeoutError):
            left = until - time.monotonic()
            await asyncio.wait_for(state.changed.wait_for(lambda: is_over(state, mine)), left)
    if mine != state.polls:
        raise Refusal(
            409,
            "Conflict: terminated by other getUpdates request; make sure that only one bot "
            "instance is running",
        )
    return list(state.pending.values())[: int(parameters.get("limit", 100))]


def is_over(state: State, poll: int) -> bool:
    return bool(state.pending) or state.polls != poll or state.is_closing


async def set_webhook(state: State, parameters: Parameters) -> Any:
    url, secret = parameters.get("url", ""), parameters.get("secret_token", "")
    if not url.startswith(("https://", "http://127.0.0.1")):
        raise Refusal(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
    state.webhook.url, state.webhook.secret = url, secret
    state.webhook.allowed = decoded(parameters, "allowed_updates") or []
    async with state.changed:
        state.changed.notify_all()
    return True


async def delete_webhook(state: State, parameters: Parameters) -> Any:
    state.webhook.url = state.webhook.secret = ""
    return True


async def get_webhook_info(state: State, parameters: Parameters) -> Any:
    info: Parameters = {
        "url": state.webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(state.pending),
    }
    if state.webhook.last_error:
        info["last_error_message"] = state.webhook.last_error
        info["last_error_date"] = state.webhook.last_error_at
    return info


async def send_message(state: State, parameters: Parameters) -> Any:
    chat = str(parameters["chat_id"])
    check_chat(state, chat)
    wait = state.limits.retry_after(chat, time.monotonic())
    if wait is not None:
        raise Refusal(429, f"Too Many Requests: retry after {wait}", retry_after=wait)
    state.next_message += 1
    message = Sent(chat, state.next_message, *content(parameters), time.time())
    state.sent.append(message)
    return shown(state, message)


async def edit_message_text(state: State, parameters: Parameters) -> Any:
    chat, number = str(parameters["chat_id"]), int(parameters["message_id"])
    check_chat(state, chat)
    found = [each for each in state.sent if (each.chat_id, each.message_id) == (chat, number)]
    if not found:
        raise Refusal(400, "Bad Request: message to edit not found")
    new, (message,) = content(parameters), found
    if new == (message.text, message.entities, message.reply_markup):
        raise Refusal(
            400,
            "Bad Request: message is not modified: specified new message content and reply markup "
            "are exactly the same as a current content and reply markup of the message",
        )
    message.text, message.entities, message.reply_markup = new
    message.edits += 1
    return shown(state, message)


async def answer_callback_query(state: State, parameters: Parameters) -> Any:
    query = parameters["callback_query_id"]
    if query not in state.queries:
        raise Refusal(
            400,
            "Bad Request: query is too old and response timeout expired or query ID is invalid",
        )
    state.queries.discard(query)
    state.answered.append(query)
    return True


async def send_chat_action(state: State, parameters: Parameters) -> Any:
    check_chat(state, str(parameters["chat_id"]))
    return True


async def get_file(state: State, parameters: Parameters) -> Any:
    file_id = parameters["file_id"]
    if file_id not in state.files:
        raise Refusal(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
    path, data = state.files[file_id]
    if len(data) > LARGEST_FILE:
        raise Refusal(400, "Bad Request: file is too big")
    unique = {"file_id": file_id, "file_unique_id": f"u{file_id}"}
    return {**unique, "file_size": len(data), "file_path": path}


def setting(name: str) -> "Method":
    """Keeps what the bot tells about itself, by language."""

    async def keep(state: State, parameters: Parameters) -> Any:
        state.settings[f"{name}:{parameters.get('language_code', '')}"] = parameters
        return True

    return keep


async def get_my_commands(state: State, parameters: Parameters) -> Any:
    kept = state.settings.get(f"commands:{parameters.get('language_code', '')}", {})
    return decoded(kept, "commands") or []


async def get_my_description(state: State, parameters: Parameters) -> Any:
    kept = state.settings.get(f"description:{parameters.get('language_code', '')}", {})
    return {"description": kept.get("description", "")}


Method = Callable[[State, Parameters], Awaitable[Any]]

METHODS: dict[str, Method] = {
    "getMe": get_me,
    "getUpdates": get_updates,
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": get_webhook_info,
    "sendMessage": send_message,
    "editMessageText": edit_message_text,
    "answerCallbackQuery": answer_callback_query,
    "sendChatAction": send_chat_action,
    "getFile": get_file,
    "setMyCommands": setting("commands"),
    "getMyCommands": get_my_commands,
    "setMyDescription": setting("description"),
    "getMyDescription": get_my_description,
}
