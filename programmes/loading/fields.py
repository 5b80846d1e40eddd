"""The kinds of values that stand in data files."""

import re
from datetime import date
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    model_validator,
)

from programmes.translated import Translated

BRACES = re.compile(r"\{rs:\d+\}")
IDENTIFIER = r"^[a-z0-9]+(-[a-z0-9]+)*$"
PARTIAL_DATE = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"


def _amounts_only(text: str) -> str:
    if re.search(r"[{}]", BRACES.sub("", text)):
        raise ValueError("curly braces are only for amounts such as {rs:500000}")
    return text


def _iso_text(value: Any) -> Any:
    # YAML reads an unquoted day as a date and an unquoted year as a number.
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if type(value) is int else value


Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_amounts_only)
]
Identifier = Annotated[str, StringConstraints(pattern=IDENTIFIER, max_length=80)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
AliasText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
PartialDate = Annotated[
    str, BeforeValidator(_iso_text), StringConstraints(pattern=PARTIAL_DATE, max_length=10)
]
Status = Literal["active", "closed", "unknown"]
Confidence = Literal["high", "medium", "low"]


class Strict(BaseModel):
    """A key that is not known is a mistake, not something to ignore."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Strict):
    """A text in three languages."""

    en: Line
    ur: Line
    roman_ur: Line

    def translated(self) -> Translated:
        """The value that the database holds."""
        return Translated(self.en, self.ur, self.roman_ur)


def _fits_a_button(text: Text) -> Text:
    for language, value in text:
        if len(value) > 20:
            raise ValueError(f"{language} has {len(value)} characters; a button holds 20")
    return text


ButtonText = Annotated[Text, AfterValidator(_fits_a_button)]


class FactItem(Strict):
    """What every fact carries."""

    status: Status
    as_of: PartialDate | None
    review_by: date
    confidence: Confidence
    caveats: tuple[Text, ...] = ()
    conflicts: tuple[Text, ...] = ()
    notes: tuple[Line, ...] = ()
    sources: list[Line]

    @model_validator(mode="after")
    def _unsourced_is_doubtful(self) -> Self:
        if not self.sources and self.confidence != "low":
            raise ValueError("without a source, confidence is low")
        return self
