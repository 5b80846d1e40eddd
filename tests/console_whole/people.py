"""Who writes to the helpline in these tests: on Telegram, on WhatsApp, on the web page."""

import itertools
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, Final

import httpx
from playwright.sync_api import Browser, BrowserContext, Page, expect
from whole_desk import WholeDesk

from tests.fakes import telegram_updates, whatsapp_payloads

_numbers = itertools.count(7_100_001)
#: Milliseconds that a page may take on a busy machine.
PATIENCE: Final = 15_000
VISITOR: Final = {"width": 390, "height": 844}


def until(condition: Callable[[], Any], what: str, seconds: float = 15) -> Any:
    """Wait until something is so, and give it."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError(f"within {seconds:.0f} s: {what}")


class Person(ABC):
    """Somebody who asks for help."""

    conversation: str

    @abstractmethod
    def writes(self, text: str) -> None:
        """Send a message."""

    @abstractmethod
    def screen(self) -> list[str]:
        """All that they were sent, the oldest first."""

    @abstractmethod
    def presses(self, title: str) -> None:
        """Press the newest button of this title."""

    def reads(self, text: str) -> None:
        """Wait until the words are on their screen."""
        until(lambda: any(text in one for one in self.screen()), f"{text!r} in {self.screen()}")

    def asks_for_a_person(self) -> None:
        """Say so, and be told of the queue."""
        self.writes("Salam, I want a loan for my shop.")
        self.reads("Which city")
        self.writes("I want to talk to a person, please.")
        self.reads("helpline staff")


class OnTelegram(Person):
    """In a private chat with the bot."""

    def __init__(self, whole: WholeDesk) -> None:
        self.number = next(_numbers)
        self.url, self.conversation = whole.telegram_url, f"telegram:{self.number}"

    def writes(self, text: str) -> None:
        self._comes(telegram_updates.text(text, self.number))

    def screen(self) -> list[str]:
        return [each["text"] for each in self._sent()]

    def presses(self, title: str) -> None:
        def key() -> tuple[int, str] | None:
            for each in reversed(self._sent()):
                for row in (each["reply_markup"] or {}).get("inline_keyboard", []):
                    for button in row:
                        if button["text"] == title:
                            return each["message_id"], button["callback_data"]
            return None

        message, data = until(key, f"a button {title!r}")
        pressed = telegram_updates.press(data, self.number)
        pressed["callback_query"]["message"]["message_id"] = message
        self._comes(pressed)

    def _comes(self, update: dict[str, Any]) -> None:
        httpx.post(f"{self.url}/control/updates", json={"updates": [update]}).raise_for_status()

    def _sent(self) -> list[dict[str, Any]]:
        record = httpx.get(f"{self.url}/control/record").json()
        return [each for each in record["sent"] if each["chat_id"] == str(self.number)]


class OnWhatsApp(Person):
    """With a phone number that is known."""

    def __init__(self, whole: WholeDesk, name: str = "Ayesha Khan") -> None:
        self.phone = f"9230{next(_numbers):08}"
        self.name, self.url = name, whole.whatsapp_url
        self.conversation = f"whatsapp:{self.phone}"

    def writes(self, text: str) -> None:
        self._comes(whatsapp_payloads.text(text, self.phone))

    def sends(self, kind: str, **content: Any) -> None:
        """Send a message of another kind."""
        self._comes(whatsapp_payloads.message(kind, self.phone, **content))

    def screen(self) -> list[str]:
        return [_words(each["body"]) for each in self._sent()]

    def presses(self, title: str) -> None:
        def key() -> tuple[str, str, str] | None:
            for each in reversed(self._sent()):
                action = each["body"].get("interactive", {}).get("action", {})
                rows = [row for part in action.get("sections", ()) for row in part["rows"]]
                replies = [one["reply"] for one in action.get("buttons", ())]
                kinds = (("list_reply", rows), ("button_reply", replies))
                for kind, choices in kinds:
                    for choice in choices:
                        if title in (choice["title"], choice.get("description")):
                            return each["id"], choice["id"], kind
            return None

        on, reference, kind = until(key, f"a button {title!r}")
        self._comes(whatsapp_payloads.press(reference, title, on, self.phone, kind=kind))

    def _comes(self, message: dict[str, Any]) -> None:
        body = {"from": self.phone, "message": message, "name": self.name}
        httpx.post(f"{self.url}/control/inbound", json=body, timeout=30).raise_for_status()

    def _sent(self) -> list[dict[str, Any]]:
        record = httpx.get(f"{self.url}/control/record").json()
        return [each for each in record["sent"] if each["to"] == self.phone]


class OnTheWeb(Person):
    """On the desk's own page, in a browser of their own."""

    def __init__(self, whole: WholeDesk, browser: Browser) -> None:
        self.context: BrowserContext = browser.new_context(viewport=VISITOR, locale="en-GB")
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.goto(whole.url)
        expect(self.page.locator("html[data-ready=true]")).to_be_attached()
        self.conversation = ""

    def writes(self, text: str) -> None:
        with self.page.expect_request("**/api/chat/*/messages") as sent:
            self.page.locator("textarea").fill(text)
            self.page.locator("textarea").press("Enter")
        self.conversation = sent.value.url.split("/")[-2].replace("%3A", ":")

    def screen(self) -> list[str]:
        return self.page.get_by_role("log").locator(".text, p").all_inner_texts()

    def reads(self, text: str) -> None:
        expect(self.page.get_by_role("log")).to_contain_text(text, timeout=PATIENCE)

    def presses(self, title: str) -> None:
        self.page.get_by_role("log").get_by_role("button", name=title).last.click()


def _words(body: dict[str, Any]) -> str:
    if body["type"] == "template":
        return f"template {body['template']['name']}"
    if body["type"] == "text":
        return str(body["text"]["body"])
    return str(body["interactive"]["body"]["text"])
