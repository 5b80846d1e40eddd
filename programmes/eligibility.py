"""Which programmes suit a business, as far as their terms and the business are known."""

from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from programmes.conditions import CHECKS, Criterion, Outcome
from programmes.criteria import Criteria
from programmes.models import Programme
from programmes.profile import Profile
from programmes.queries.places import province_of

__all__ = ["Assessment", "Criterion", "Profile", "Verdict", "assess", "fitting"]

Verdict = Literal["fits", "fails", "unknown"]
SUPPORT_TYPES = ("programme", "service")
STATUS_ORDER = {"active": 0, "unknown": 1}
CONFIDENCE_ORDER = {"high": 0, "medium": 1, "low": 2}


@dataclass(frozen=True, slots=True)
class Assessment:
    """The verdict speaks of the machine-readable conditions; ``criteria.other`` is told beside it.

    ``failed`` conditions are certainly not met, ``missing`` ones cannot be judged from what is
    known, ``met`` ones are.
    """

    verdict: Verdict
    failed: tuple[Criterion, ...] = ()
    missing: tuple[Criterion, ...] = ()
    met: tuple[Criterion, ...] = ()


def assess(criteria: Criteria, profile: Profile) -> Assessment:
    """Judge every condition that the terms state; any other is no condition."""
    known = profile.with_implied()
    outcomes = {name: check(criteria, known) for name, check in CHECKS.items()}

    def having(outcome: Outcome) -> tuple[Criterion, ...]:
        return tuple(name for name, found in outcomes.items() if found is outcome)

    failed, missing = having(Outcome.FAILED), having(Outcome.OPEN)
    verdict: Verdict = "fails" if failed else "unknown" if missing else "fits"
    return Assessment(verdict, failed, missing, having(Outcome.MET))


async def fitting(
    session: AsyncSession, profile: Profile, limit: int = 5
) -> list[tuple[Programme, Assessment]]:
    """List what suits the profile, the best first; never one that fails or is closed.

    Schemes come before services (a tax office is open to all), what gives money before what does
    not; then best is what meets the most stated conditions with the fewest left open.
    """
    if profile.city is not None and profile.province is None:
        profile = replace(profile, province=await province_of(session, profile.city))
    query = select(Programme).where(Programme.type.in_(SUPPORT_TYPES), Programme.status != "closed")
    assessed = [
        (programme, assess(programme.criteria, profile))
        for programme in await session.scalars(query)
    ]
    suitable = [pair for pair in assessed if pair[1].verdict != "fails"]
    return sorted(suitable, key=lambda pair: _rank(*pair))[:limit]


def _rank(
    programme: Programme, assessment: Assessment
) -> tuple[bool, bool, int, int, int, int, str]:
    return (
        programme.type != "programme",
        programme.criteria.largest_amount is None,
        -len(assessment.met),
        len(assessment.missing),
        STATUS_ORDER.get(programme.status, 2),
        CONFIDENCE_ORDER.get(programme.confidence, 2),
        programme.id,
    )
