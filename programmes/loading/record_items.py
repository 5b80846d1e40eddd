"""The records under ``data/programmes/records``."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from programmes.contact import Contact
from programmes.criteria import Criteria
from programmes.loading.fields import (
    AliasText,
    ButtonText,
    FactItem,
    Identifier,
    Line,
    Name,
    Strict,
    Text,
)

Rupees = Annotated[int, Field(strict=True, ge=0)]
Years = Annotated[int, Field(strict=True, ge=0, le=120)]
Kind = Literal[
    "finance", "advisory", "registration", "women", "training", "export", "subsidy", "ecommerce"
]
Purpose = Literal[
    "start",
    "expand",
    "working-capital",
    "machinery",
    "export",
    "certification",
    "vehicle",
    "agriculture",
]


class CriteriaItem(Strict):
    """Who may apply, as far as the terms say it in a way a machine can judge."""

    provinces: tuple[Name, ...] = ()
    districts: tuple[Name, ...] = ()
    genders: tuple[Literal["female", "male"], ...] = ()
    age_min: Years | None = None
    age_max: Years | None = None
    age_min_it: Years | None = None
    amount_min: Rupees | None = None
    amount_max: Rupees | None = None
    amount_max_small: Rupees | None = None
    amount_max_medium: Rupees | None = None
    turnover_max: Rupees | None = None
    business_age_min_years: Years | None = None
    sizes: tuple[Literal["micro", "small", "medium"], ...] = ()
    sectors: tuple[Identifier, ...] = ()
    segments: tuple[Identifier, ...] = ()
    purposes: tuple[Purpose, ...] = ()
    ntn: bool | None = None
    filer: bool | None = None
    other: tuple[Text, ...] = ()

    def criteria(self) -> Criteria:
        """The value that the database holds."""
        given: dict[str, Any] = {name: value for name, value in self if name != "other"}
        return Criteria(**given, other=tuple(text.translated() for text in self.other))


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


class ContactItem(Strict):
    """How to reach the provider."""

    address: Text | None = None
    phone: Annotated[tuple[Line, ...], BeforeValidator(_as_list)] = ()
    fax: Line | None = None
    email: Line | None = None
    website: Line | None = None
    helpline: Line | None = None

    def contact(self) -> Contact:
        """The value that the database holds."""
        return Contact(
            address=self.address.translated() if self.address else None,
            phone=self.phone,
            fax=self.fax,
            email=self.email,
            website=self.website,
            helpline=self.helpline,
        )


class RecordItem(FactItem):
    """What programmes and offices have in common."""

    id: Identifier
    kind: Kind
    name: Text
    short_name: ButtonText
    aliases: Annotated[list[AliasText], Field(min_length=1)]
    provider: Text
    topics: Annotated[list[Identifier], Field(min_length=1, max_length=5)]
    summary: Text
    who: Text | None = None
    benefits: Text | None = None
    apply: Text | None = None
    criteria: CriteriaItem = CriteriaItem()
    contact: ContactItem = ContactItem()
    as_of_note: Line | None = None


class ProgrammeItem(RecordItem):
    """Any record but an office."""

    type: Literal["programme", "service", "training", "partner", "evidence", "definition"]
    documents: Text | None = None
    deadline: Text | None = None
    replaced_by: Identifier | None = None


class OfficeItem(RecordItem):
    """A helpdesk."""

    type: Literal["office"]
    city: Name | None = None
    province: Name | None = None
    head_office: bool = False
    hours: Text | None = None
