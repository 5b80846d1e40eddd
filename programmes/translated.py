"""A text in the three languages of the assistant."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Translated:
    """One text in English, Urdu script and Roman Urdu."""

    en: str
    ur: str
    roman_ur: str

    def in_(self, language: str) -> str:
        """Return the text in ``en``, ``ur`` or ``roman_ur``; English for any other code."""
        return {"ur": self.ur, "roman_ur": self.roman_ur}.get(language, self.en)

    def all(self) -> tuple[str, str, str]:
        """Return the text in every language, English first."""
        return (self.en, self.ur, self.roman_ur)

    def as_json(self) -> dict[str, str]:
        """Return what the database and the data files hold."""
        return {"en": self.en, "ur": self.ur, "roman_ur": self.roman_ur}

    @classmethod
    def from_json(cls, value: dict[str, str]) -> Self:
        """Read what :meth:`as_json` wrote."""
        return cls(en=value["en"], ur=value["ur"], roman_ur=value["roman_ur"])
