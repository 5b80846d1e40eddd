"""The training calendar as staff keep it: one line of a CSV file for each event."""

import re
from datetime import date, time
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from programmes.loading.fields import Identifier, Line, Name, PartialDate, Strict
from programmes.translated import Translated

ONLINE = "Online"
LANGUAGES = {
    "english": "en",
    "urdu": "ur",
    "punjabi": "pa",
    "sindhi": "sd",
    "pashto": "ps",
    "balochi": "bal",
}


def _language_codes(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    names = [name.strip().lower() for name in re.split(r"[;,/|]", value) if name.strip()]
    unknown = [name for name in names if name not in LANGUAGES | dict.fromkeys(LANGUAGES.values())]
    if unknown:
        raise ValueError(f"not a known language: {', '.join(unknown)}")
    return [LANGUAGES.get(name, name) for name in names]


def _translated(en: str, ur: str | None, roman_ur: str | None) -> Translated:
    return Translated(en=en, ur=ur or en, roman_ur=roman_ur or en)


class TrainingItem(Strict):
    """One event. An empty cell is unknown; an empty Urdu cell falls back to English."""

    id: Identifier
    title_en: Line
    title_ur: Line | None
    title_roman_ur: Line | None
    topic: Identifier
    starts: date
    ends: date
    start_time: time | None
    end_time: time | None
    city: Name
    venue_en: Line | None
    venue_ur: Line | None
    venue_roman_ur: Line | None
    fee_pkr: Annotated[int, Field(ge=0, le=10_000_000)] | None
    languages: Annotated[list[str], BeforeValidator(_language_codes), Field(min_length=1)]
    seats: Annotated[int, Field(ge=0, le=100_000)] | None
    segment: Identifier | None
    contact: Line | None
    source: Line
    as_of: PartialDate

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> Self:
        if self.ends < self.starts:
            raise ValueError("ends before it starts")
        return self

    @property
    def title(self) -> Translated:
        """The title in three languages."""
        return _translated(self.title_en, self.title_ur, self.title_roman_ur)

    @property
    def venue(self) -> Translated | None:
        """The venue in three languages, None if it is not known yet."""
        if self.venue_en is None:
            return None
        return _translated(self.venue_en, self.venue_ur, self.venue_roman_ur)
