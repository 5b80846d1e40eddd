"""Speaks the desk's sentences around a handoff, in the person's language."""

from datetime import datetime
from pathlib import Path
from typing import Final

from babel.dates import format_date, format_time

from bot.handoff.hours import ZONE
from bot.languages import DEFAULT, known
from bot.messages import BotMessage, Button
from locales import Speaker
from programmes.translated import Translated

SENTENCES: Final = Path(__file__).parents[1] / "sentences" / "handoff"

#: Buttons that the desk answers itself; they reach it only by reference.
PREFIX: Final = "desk:"
ASSISTANT: Final = f"{PREFIX}assistant"
CALLBACK: Final = f"{PREFIX}callback"
RATE: Final = f"{PREFIX}rate"
COMMENT: Final = f"{PREFIX}comment"

_BABEL_LOCALES: Final = {"en": "en_GB", "ur": "ur_PK", "roman_ur": "en_GB"}
_DAYS: Final = {"ur": "EEEE، d MMMM"}
_TIMES: Final = {"ur": "B h:mm"}


class Words:
    """One person's language, and all that is said in it."""

    def __init__(self, speaker: Speaker, language: str | None) -> None:
        self._speaker = speaker
        self._language = known(language) or DEFAULT

    def say(self, key: str, **values: object) -> str:
        """The sentence of a key."""
        return self._speaker.say(key, self._language, **values)

    def text(self, text: Translated) -> str:
        """A name of the database."""
        return text.in_(self._language)

    def message(self, *sentences: str | None, buttons: tuple[Button, ...] = ()) -> BotMessage:
        """Sentences, a line each, as one message."""
        text = "\n".join(sentence for sentence in sentences if sentence)
        return BotMessage(self._speaker.isolate(text, self._language), buttons)

    def day(self, at: datetime) -> str:
        """A day of the next weeks as people name it: Monday, 30 November."""
        pattern = _DAYS.get(self._language, "EEEE, d MMMM")
        day, locale = at.astimezone(ZONE).date(), _BABEL_LOCALES[self._language]
        return format_date(day, pattern, locale=locale)

    def time(self, at: datetime) -> str:
        """A time of day in Pakistan: 9:00 am, صبح 9:00."""
        pattern = _TIMES.get(self._language, "h:mm a")
        locale = _BABEL_LOCALES[self._language]
        return format_time(at.astimezone(ZONE), pattern, tzinfo=ZONE, locale=locale)

    def button(self, name: str, payload: str) -> Button:
        """A button of the desk."""
        return Button(self.say(f"button.{name}"), payload)

    @property
    def to_assistant(self) -> Button:
        """Goes back to the assistant."""
        return self.button("assistant", ASSISTANT)

    @property
    def to_callback(self) -> Button:
        """Asks to be phoned."""
        return self.button("callback", CALLBACK)
