"""The speaker, bound to the language of one answer."""

from dataclasses import dataclass
from datetime import date

from locales import Speaker, Spoken


@dataclass(frozen=True, slots=True)
class Voice:
    """Says sentences and prints values in one language."""

    speaker: Speaker
    language: str

    def say(self, key: str, /, **values: object) -> str:
        """Return the sentence of a key."""
        return self.speaker.say(key, self.language, **values)

    def knows(self, key: str) -> bool:
        """Whether a sentence stands under the key."""
        return self.speaker.has(key)

    def text(self, text: Spoken) -> str:
        """Return a text of the database."""
        return self.speaker.text(text, self.language)

    def money(self, rupees: float) -> str:
        """Print whole rupees."""
        return self.speaker.money(rupees, self.language)

    def day(self, value: date | str) -> str:
        """Print a date, or an ISO year or month."""
        return self.speaker.day(value, self.language)

    def days(self, first: date, last: date) -> str:
        """Print a span of days, its month once: 8 to 9 December 2026."""
        if first == last:
            return self.day(first)
        same_month = (first.year, first.month) == (last.year, last.month)
        begins = str(first.day) if same_month else self.day(first)
        return self.say("filter.dates", from_day=begins, to_day=self.day(last))

    def title(self, intent: str) -> str:
        """Name an intent, short enough for a button."""
        return self.speaker.say(f"intent.{intent}", self.language)

    def join(self, parts: list[str]) -> str:
        """Join short names in one line."""
        return self.say("filter.join").join(parts)
