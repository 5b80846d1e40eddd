"""Who of a team gets a conversation: the one with the least load who speaks the language."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

#: Who writes Urdu reads it in Latin letters too.
_ALSO: Final = {"roman_ur": ("roman_ur", "ur")}


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member of staff who is online. Without provinces they take all."""

    staff_id: int
    languages: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    capacity: int = 1
    load: int = 0
    """Conversations that are theirs now."""

    @property
    def has_room(self) -> bool:
        """Whether one more may be given to them."""
        return self.load < self.capacity


def choose(
    colleagues: Iterable[Colleague], language: str | None, province: str | None
) -> int | None:
    """The member of staff to give a conversation to; None: it stays in the queue.

    The language is a must. One who serves the province goes before one who serves others.
    """
    able = [each for each in colleagues if each.has_room and _speaks(each, language)]
    return min(able, key=lambda each: _order(each, province)).staff_id if able else None


def _speaks(colleague: Colleague, language: str | None) -> bool:
    wanted = _ALSO.get(language or "", (language,))
    return language is None or any(each in wanted for each in colleague.languages)


def _order(colleague: Colleague, province: str | None) -> tuple[bool, Fraction, int, int]:
    away = bool(province and colleague.provinces and province not in colleague.provinces)
    return away, Fraction(colleague.load, colleague.capacity), colleague.load, colleague.staff_id
