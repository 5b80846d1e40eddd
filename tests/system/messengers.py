"""People on Telegram and on WhatsApp."""

import base64
from typing import Any

from phones import Json, Phone, Shown

from tests.fakes import telegram_updates, whatsapp_payloads


class TelegramPhone(Phone):
    """On Telegram, in a private chat."""

    def write(self, text: str) -> None:
        self.update(telegram_updates.text(text, self.number))

    def give_contact(self) -> list[Shown]:
        contact = {"phone_number": "923001234567", "first_name": "A", "user_id": self.number}
        return self.share(contact=contact)

    def give_place(self, latitude: float, longitude: float) -> list[Shown]:
        return self.share(location={"latitude": latitude, "longitude": longitude})

    def send_voice(self, content: bytes) -> list[Shown]:
        file_id = f"voice{self.number}"
        file = {"path": f"voice/{file_id}.oga", "base64": _base64(content)}
        self.control("state", {"files": {file_id: file}})
        voice = {"file_id": file_id, "file_unique_id": f"u{file_id}", "duration": 3}
        return self.share(voice=voice | {"mime_type": "audio/ogg", "file_size": len(content)})

    def screen(self) -> list[Shown]:
        sent = [each for each in self.record()["sent"] if each["chat_id"] == str(self.number)]
        return [_on_telegram(each) for each in sent]

    def update(self, *updates: Json) -> None:
        """Let updates come to the bot."""
        self.control("updates", {"updates": list(updates)})

    def membership(self, status: str) -> None:
        """Block the bot (`kicked`) or let it in again (`member`)."""
        self.control("state", {"blocked": [str(self.number)] if status == "kicked" else []})
        self.update(telegram_updates.membership(status, self.number))

    def share(self, **content: Any) -> list[Shown]:
        """Send a message with other content than text, and wait for the answer."""
        made = telegram_updates.update(number=self.number, **content)
        return self._answered(lambda: self.update(made))

    def _press(self, message: Shown, title: str) -> None:
        made = telegram_updates.press(message.buttons[title], self.number)
        made["callback_query"]["message"]["message_id"] = int(message.id)
        self.update(made)


class WhatsAppPhone(Phone):
    """On WhatsApp, with a number that is known."""

    @property
    def address(self) -> str:
        """The phone number as WhatsApp writes it."""
        return f"92300{self.number:07d}"

    def write(self, text: str) -> None:
        self.control("inbound", {"from": self.address, "text": text})

    def give_contact(self) -> list[Shown]:
        phones = [{"phone": f"+{self.address}", "wa_id": self.address, "type": "CELL"}]
        card = {"name": {"formatted_name": "A", "first_name": "A"}, "phones": phones}
        return self._content("contacts", contacts=[card])

    def give_place(self, latitude: float, longitude: float) -> list[Shown]:
        return self._content("location", location={"latitude": latitude, "longitude": longitude})

    def send_voice(self, content: bytes) -> list[Shown]:
        file_id = f"{self.number}000"
        self.control(
            "file", {"id": file_id, "content": _base64(content), "mime": "audio/ogg; codecs=opus"}
        )
        audio = {"id": file_id, "mime_type": "audio/ogg; codecs=opus", "voice": True}
        return self._content("audio", audio=audio)

    def screen(self) -> list[Shown]:
        sent = [each for each in self.record()["sent"] if each["to"] == self.address]
        return [_on_whatsapp(each) for each in sent]

    def _content(self, kind: str, **content: Any) -> list[Shown]:
        made = whatsapp_payloads.message(kind, self.address, **content)
        return self._answered(lambda: self._inbound(made))

    def _press(self, message: Shown, title: str) -> None:
        kind = "list_reply" if message.raw["interactive"]["type"] == "list" else "button_reply"
        reference = message.buttons[title]
        self._inbound(
            whatsapp_payloads.press(reference, title, message.id, self.address, kind=kind)
        )

    def _inbound(self, message: Json) -> None:
        # The numbers of this process must not meet those of the provider's own.
        message["id"] = f"wamid.{self.number}.{message['id'][-8:]}"
        self.control("inbound", {"from": self.address, "message": message})


def _on_telegram(sent: Json) -> Shown:
    keyboard = (sent["reply_markup"] or {}).get("inline_keyboard", [])
    buttons = {key["text"]: key["callback_data"] for row in keyboard for key in row}
    return Shown(str(sent["message_id"]), sent["text"], buttons, sent, sent["edits"])


def _on_whatsapp(sent: Json) -> Shown:
    body = sent["body"]
    if sent["type"] == "text":
        return Shown(sent["id"], body["text"]["body"], {}, body)
    interactive = body["interactive"]
    action = interactive["action"]
    rows = [row for section in action.get("sections", ()) for row in section["rows"]]
    chosen = [each["reply"] for each in action.get("buttons", ())] + rows
    buttons = {each.get("description") or each["title"]: each["id"] for each in chosen}
    return Shown(sent["id"], interactive["body"]["text"], buttons, body)


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()
