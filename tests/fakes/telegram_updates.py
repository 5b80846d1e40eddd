"""Updates as Telegram writes them: https://core.telegram.org/bots/api#update"""

import itertools
import time
from typing import Any

Json = dict[str, Any]
_numbers = itertools.count(1)


def person(number: int = 7, **others: Any) -> Json:
    return {"id": number, "is_bot": False, "first_name": "Ayesha", "last_name": "Khan", **others}


def private(number: int = 7) -> Json:
    return {"id": number, "type": "private", "first_name": "Ayesha", "last_name": "Khan"}


def group(number: int = -100500) -> Json:
    return {"id": number, "type": "supergroup", "title": "Traders of Lahore"}


def message(number: int = 7, chat: Json | None = None, **content: Any) -> Json:
    return {
        "message_id": next(_numbers),
        "from": person(number, language_code="en"),
        "chat": chat or private(number),
        "date": int(time.time()),
        **content,
    }


def update(kind: str = "message", **content: Any) -> Json:
    """One update; the fake gives it an id when it is delivered."""
    return {kind: message(**content)}


def text(words: str, number: int = 7, **others: Any) -> Json:
    return update(number=number, text=words, **others)


def press(data: str | None, number: int = 7, query: str | None = None, **others: Any) -> Json:
    pressed: Json = {
        "id": query or f"query{next(_numbers)}",
        "from": person(number),
        "chat_instance": "1",
        "message": message(number, text="Which one?") | {"from": BOT},
    }
    return {"callback_query": pressed | ({"data": data} if data else {}) | others}


def membership(status: str, number: int = 7) -> Json:
    def member(of: str) -> Json:
        return {"user": BOT, "status": of} | ({"until_date": 0} if of == "kicked" else {})

    return {
        "my_chat_member": {
            "chat": private(number),
            "from": person(number),
            "date": int(time.time()),
            "old_chat_member": member("member"),
            "new_chat_member": member(status),
        }
    }


def reaction(emoji: str | None, number: int = 7) -> Json:
    return {
        "message_reaction": {
            "chat": private(number),
            "message_id": 5,
            "user": person(number),
            "date": int(time.time()),
            "old_reaction": [],
            "new_reaction": [{"type": "emoji", "emoji": emoji}] if emoji else [],
        }
    }


BOT: Json = {
    "id": 123456789,
    "is_bot": True,
    "first_name": "Rahbar",
    "username": "rahbar_test_bot",
}


def _file(**others: Any) -> Json:
    return {"file_id": "FILE", "file_unique_id": "u", "file_size": 4321, **others}


_SIZED: Json = {"width": 640, "height": 480}
_TIMED: Json = {"duration": 3}
_PLACE: Json = {"latitude": 31.5204, "longitude": 74.3587}

#: Each kind of content that a message can have.
CONTENTS: dict[str, Json] = {
    "text": {"text": "loan for a shop"},
    "voice": {"voice": _file(mime_type="audio/ogg", **_TIMED)},
    "audio": {"audio": _file(mime_type="audio/mpeg", file_name="note.mp3", **_TIMED)},
    "video": {"video": _file(mime_type="video/mp4", **_SIZED, **_TIMED), "caption": "my shop"},
    "video_note": {"video_note": _file(length=240, **_TIMED)},
    "photo": {"photo": [_file(width=90, height=90) | {"file_id": "SMALL"}, _file(**_SIZED)]},
    "document": {"document": _file(mime_type="application/pdf", file_name="ntn.pdf")},
    "animation": {
        "animation": _file(mime_type="video/mp4", **_SIZED, **_TIMED),
        "document": _file(mime_type="video/mp4"),
    },
    "sticker": {
        "sticker": _file(type="regular", is_animated=False, is_video=False, **_SIZED),
    },
    "dice": {"dice": {"emoji": "🎲", "value": 3}},
    "contact": {"contact": {"phone_number": "923001234567", "first_name": "A", "user_id": 7}},
    "location": {"location": _PLACE},
    "venue": {
        "venue": {"location": _PLACE, "title": "Anarkali", "address": "Lahore"},
        "location": _PLACE,
    },
    "live_location": {"location": {**_PLACE, "live_period": 600}},
}
