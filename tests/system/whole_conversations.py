"""Whole conversations as data, and a talk that plays them against a running desk."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Literal
from uuid import uuid4

import httpx
import yaml
from pydantic import BaseModel, ConfigDict, model_validator

FOLDER: Final = Path(__file__).resolve().parent.parent / "conversations"
_REFERENCE: Final = re.compile(r"\bTR-[0-9A-HJKMNP-TV-Z]{5}\b")
_PLACEHOLDER: Final = "{reference}"

Language = Literal["en", "ur", "roman_ur"]


class Turn(BaseModel):
    """What the user says or presses, and what must stand in the joined answer.

    ``{reference}`` in a text is the ticket number that the conversation was told last.
    """

    model_config = ConfigDict(extra="forbid")

    user: str | None = None
    press: str | None = None
    contains: list[str] = []
    any_of: list[str] = []
    lacks: list[str] = []
    intent: str | None = None
    language: Language | Literal["any"] | None = None
    """Expected of the answer; without it, the conversation's own."""

    @model_validator(mode="after")
    def _said_or_pressed(self) -> "Turn":
        if (self.user is None) == (self.press is None):
            raise ValueError("a turn has either `user` or `press`")
        return self


class Conversation(BaseModel):
    """Who says what, in which language."""

    model_config = ConfigDict(extra="forbid")

    name: str
    language: Language
    turns: list[Turn]


class Talk:
    """One conversation with a running desk over its chat API."""

    def __init__(self, address: str) -> None:
        self._url = f"{address}/api/chat/web:{uuid4()}/messages"
        self._buttons: dict[str, str] = {}
        self._reference = ""

    def take(self, turn: Turn) -> dict[str, Any]:
        """Say or press what the turn tells, and give the desk's answer."""
        text = self.payload(turn.press) if turn.press is not None else self.fill(turn.user or "")
        message = {"text": text, "id": uuid4().hex}
        response = httpx.post(self._url, json=message, timeout=60.0, trust_env=False)
        assert response.status_code == 200, f"{text!r}: {response.status_code} {response.text}"
        answer: dict[str, Any] = response.json()
        self._buttons = {
            button["title"]: button["payload"]
            for reply in answer["replies"]
            for button in reply.get("buttons", ())
        }
        if found := _REFERENCE.findall(answer_text(answer)):
            self._reference = found[-1]
        return answer

    def fill(self, text: str) -> str:
        """Put the last ticket number where a text has the place for it."""
        if _PLACEHOLDER not in text:
            return text
        assert self._reference, f"{text!r} needs a ticket number, but none was told before"
        return text.replace(_PLACEHOLDER, self._reference)

    def payload(self, title: str) -> str:
        """What pressing a button of the last answer sends."""
        assert title in self._buttons, f"no button {title!r}, only {list(self._buttons)}"
        return self._buttons[title]


def conversations() -> Iterator[tuple[str, Conversation]]:
    """Every conversation, with the name of its file."""
    for file in sorted(FOLDER.glob("*.yml")):
        for entry in yaml.safe_load(file.read_text(encoding="utf-8")):
            yield file.stem, Conversation.model_validate(entry)


def answer_text(answer: dict[str, Any]) -> str:
    """All messages of an answer, without the marks that only order the letters on the screen."""
    return plain("\n".join(reply["text"] for reply in answer["replies"]))


def plain(text: str) -> str:
    """A text in one spelling of its letters, without invisible marks."""
    visible = (c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) != "Cf")
    return "".join(visible).replace("\u00a0", " ").replace("\u202f", " ")
