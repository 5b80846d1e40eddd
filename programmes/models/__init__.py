"""The tables of the programme database."""

from programmes.models.events import TrainingEvent
from programmes.models.facts import Fact
from programmes.models.knowledge import Article, SurveyFigure
from programmes.models.matching import Alias, ProgrammeLabel, SearchDocument
from programmes.models.records import Office, Programme
from programmes.models.reference import City, ForeignScheme, Province, Sector, Segment, Topic
from programmes.models.ticket import Ticket

__all__ = [
    "Alias",
    "Article",
    "City",
    "Fact",
    "ForeignScheme",
    "Office",
    "Programme",
    "ProgrammeLabel",
    "Province",
    "SearchDocument",
    "Sector",
    "Segment",
    "SurveyFigure",
    "Ticket",
    "Topic",
    "TrainingEvent",
]
