"""The reference lists, articles and survey figures under ``data/programmes``."""

from typing import Literal

from programmes.loading.fields import AliasText, FactItem, Identifier, Line, Name, Strict, Text

About = Literal[
    "research",
    "partnership",
    "sell-online",
    "export",
    "registration",
    "tax",
    "business-plan",
    "definition",
    "privacy",
    "finance",
]


class NamedItem(Strict):
    """A topic, a sector or a segment."""

    id: Identifier
    name: Text
    aliases: tuple[AliasText, ...] = ()


class ProvinceItem(Strict):
    """A province; ``name`` is the English name."""

    name: Name
    names: Text
    aliases: tuple[AliasText, ...] = ()


class CityItem(ProvinceItem):
    """A city in its province."""

    province: Name


class ForeignItem(NamedItem):
    """A scheme of another country."""

    country: Text


class ArticleItem(FactItem):
    """A short answer to a question that is not about one programme."""

    id: Identifier
    about: About
    title: Text
    text: Text
    aliases: tuple[AliasText, ...] = ()
    topics: tuple[Identifier, ...] = ()
    related: tuple[Identifier, ...] = ()


class SurveyItem(FactItem):
    """One figure of a survey for one country."""

    id: Identifier
    survey: Identifier
    indicator: Identifier
    country: Name
    country_names: Text
    value: float
    unit: Line
    text: Text
