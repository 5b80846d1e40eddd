"""What the actions and the desk ask of the programme database."""

from programmes.queries.knowledge import find_article, list_articles, survey_figures
from programmes.queries.offices import head_office, list_offices
from programmes.queries.page import Page
from programmes.queries.places import find_city, find_province, province_of
from programmes.queries.programmes import (
    ProgrammeFilter,
    find_programme,
    find_programmes,
    list_programmes,
)
from programmes.queries.reference import (
    find_foreign_scheme,
    find_sector,
    find_segment,
    find_topic,
)
from programmes.queries.search import Hit, search
from programmes.queries.trainings import TrainingFilter, find_training, list_trainings

__all__ = [
    "Hit",
    "Page",
    "ProgrammeFilter",
    "TrainingFilter",
    "find_article",
    "find_city",
    "find_foreign_scheme",
    "find_programme",
    "find_programmes",
    "find_province",
    "find_sector",
    "find_segment",
    "find_topic",
    "find_training",
    "head_office",
    "list_articles",
    "list_offices",
    "list_programmes",
    "list_trainings",
    "province_of",
    "search",
    "survey_figures",
]
