"""What narrows a list of trainings."""

from dataclasses import replace
from typing import Final

from actions.details import Details

NOT_A_SUBJECT: Final = frozenset({"training", "skills"})
NARROWING: Final = frozenset({"topics", "city", "province", "segment", "date"})


def narrowing(details: Details) -> Details:
    """Only what narrows a list of trainings."""
    return replace(
        details,
        programmes=(),
        unknown_names=(),
        topics=subjects(details),
        sectors=(),
        amount=None,
        reference=None,
    )


def subjects(details: Details) -> tuple[str, ...]:
    """The topics without "training": in "any training in Lahore?" the word is no subject of one."""
    return tuple(topic for topic in details.topics if topic not in NOT_A_SUBJECT)


def alert(details: Details) -> dict[str, str]:
    """What news of such trainings a button asks for."""
    topic = {"topic": details.topics[0]} if details.topics else {}
    return topic | ({"city": details.city} if details.city else {})
