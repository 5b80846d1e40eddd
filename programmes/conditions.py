"""The single conditions of a programme's terms, each judged against a profile.

A condition that the terms do not state gives None.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum, StrEnum
from types import MappingProxyType

from programmes.criteria import Criteria
from programmes.profile import Profile

# A firm of a narrower sector may count as one of these, so another sector id does not fail it.
BROAD_SECTORS = frozenset({"manufacturing", "services", "textile"})


class Criterion(StrEnum):
    """A condition; its value names the part of the profile that it asks for."""

    PROVINCE = "province"
    DISTRICT = "district"
    GENDER = "gender"
    AGE = "age"
    AMOUNT = "amount"
    TURNOVER = "turnover"
    BUSINESS_AGE = "business_age"
    SIZE = "size"
    SECTOR = "sector"
    SEGMENT = "segment"
    PURPOSE = "purpose"
    NTN = "ntn"
    FILER = "filer"


class Outcome(Enum):
    """How a stated condition stands."""

    MET = "met"
    FAILED = "failed"
    OPEN = "open"
    """The profile does not say enough to judge."""


def _one_of(allowed: Sequence[str], value: str | None) -> Outcome | None:
    if not allowed:
        return None
    if value is None:
        return Outcome.OPEN
    return Outcome.MET if value in allowed else Outcome.FAILED


def _within(lowest: int | None, highest: int | None, value: int | None) -> Outcome | None:
    if lowest is None and highest is None:
        return None
    if value is None:
        return Outcome.OPEN
    too_low = lowest is not None and value < lowest
    too_high = highest is not None and value > highest
    return Outcome.FAILED if too_low or too_high else Outcome.MET


def _required(condition: bool | None, value: bool | None) -> Outcome | None:
    if not condition:
        return None
    if value is None:
        return Outcome.OPEN
    return Outcome.MET if value else Outcome.FAILED


def _district(criteria: Criteria, profile: Profile) -> Outcome | None:
    if criteria.districts and profile.district is None:
        # A city of the district's name settles it; any other city may still lie in the district.
        return Outcome.MET if profile.city in criteria.districts else Outcome.OPEN
    return _one_of(criteria.districts, profile.district)


def _age(criteria: Criteria, profile: Profile) -> Outcome | None:
    lowest = criteria.age_min
    if criteria.age_min_it is not None and profile.sector == "it":
        lowest = criteria.age_min_it
    judged = _within(lowest, criteria.age_max, profile.age)
    if judged is not Outcome.FAILED or profile.sector is not None or criteria.age_min_it is None:
        return judged
    # Too young in general; in IT it might do, and the sector is not known yet.
    in_it = _within(criteria.age_min_it, criteria.age_max, profile.age)
    return Outcome.OPEN if in_it is Outcome.MET else Outcome.FAILED


def _amount(criteria: Criteria, profile: Profile) -> Outcome | None:
    judged = _within(criteria.amount_min, _amount_limit(criteria, profile), profile.amount)
    if judged is not Outcome.MET or profile.amount is None or profile.size is not None:
        return judged
    limits = (criteria.amount_max_small, criteria.amount_max_medium)
    by_size = [limit for limit in limits if limit is not None]
    # Enough for one size of firm but not for another, and the size is not known yet.
    return Outcome.OPEN if by_size and profile.amount > min(by_size) else Outcome.MET


def _amount_limit(criteria: Criteria, profile: Profile) -> int | None:
    if profile.size == "medium":
        return criteria.amount_max_medium or criteria.amount_max
    if profile.size in {"micro", "small"}:
        return criteria.amount_max_small or criteria.amount_max
    return criteria.largest_amount


def _sector(criteria: Criteria, profile: Profile) -> Outcome | None:
    judged = _one_of(criteria.sectors, profile.sector)
    is_broad = not BROAD_SECTORS.isdisjoint(criteria.sectors)
    return Outcome.OPEN if judged is Outcome.FAILED and is_broad else judged


def _segment(criteria: Criteria, profile: Profile) -> Outcome | None:
    if not criteria.segments:
        return None
    groups = {profile.segment, "women" if profile.gender == "female" else None}
    if groups.intersection(criteria.segments):
        return Outcome.MET
    # One owner may belong to several groups, so another group does not rule this one out.
    only_women = criteria.segments == ("women",)
    return Outcome.FAILED if only_women and profile.gender == "male" else Outcome.OPEN


CHECKS: Mapping[Criterion, Callable[[Criteria, Profile], Outcome | None]] = MappingProxyType(
    {
        Criterion.PROVINCE: lambda terms, firm: _one_of(terms.provinces, firm.province),
        Criterion.DISTRICT: _district,
        Criterion.GENDER: lambda terms, firm: _one_of(terms.genders, firm.gender),
        Criterion.AGE: _age,
        Criterion.AMOUNT: _amount,
        Criterion.TURNOVER: lambda terms, firm: _within(None, terms.turnover_max, firm.turnover),
        Criterion.BUSINESS_AGE: lambda terms, firm: _within(
            terms.business_age_min_years, None, firm.business_age_years
        ),
        Criterion.SIZE: lambda terms, firm: _one_of(terms.sizes, firm.size),
        Criterion.SECTOR: _sector,
        Criterion.SEGMENT: _segment,
        Criterion.PURPOSE: lambda terms, firm: _one_of(terms.purposes, firm.purpose),
        Criterion.NTN: lambda terms, firm: _required(terms.ntn, firm.ntn),
        Criterion.FILER: lambda terms, firm: _required(terms.filer, firm.filer),
    }
)
