"""The matters of business that articles answer, by the intent that asks for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Matter:
    """What the articles of a question are filed under, and the topics of its programmes."""

    about: str
    topics: tuple[str, ...] = ()
    dated: bool = True
    """Whether an old answer must be confirmed; a survey of the past does not change."""


MATTERS: Final[Mapping[str, Matter]] = MappingProxyType(
    {
        "ask_sell_online": Matter("sell-online", ("e-commerce", "amazon", "daraz")),
        "ask_export_support": Matter(
            "export", ("export", "export-documentation", "trade-fairs", "market-access")
        ),
        "ask_business_registration": Matter(
            "registration", ("business-registration", "company", "trademark")
        ),
        "ask_tax": Matter("tax", ("tax", "ntn", "sales-tax", "filer")),
        "ask_business_plan": Matter("business-plan", ("business-plan", "feasibility")),
        "ask_sme_definition": Matter("definition", ("sme-definition",)),
        "ask_partnership": Matter("partnership", ("partnership",)),
    }
)


def asked_by(topics: Sequence[str]) -> str | None:
    """The intent whose matter one of the topics belongs to; None if none does."""
    return next(
        (intent for intent, matter in MATTERS.items() if not set(topics).isdisjoint(matter.topics)),
        None,
    )
