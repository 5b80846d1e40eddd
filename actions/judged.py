"""Which conditions a user's business certainly does not meet: for the staff's brief."""

from dataclasses import replace
from typing import Final

from actions.details import Details
from actions.enquiry import Enquiry
from programmes.criteria import Criteria
from programmes.eligibility import Profile, assess
from programmes.queries import ProgrammeFilter, list_programmes, province_of

EVERY_SCHEME: Final = 1000


def profile_of(details: Details) -> Profile:
    """What a message tells of the business."""
    return Profile(
        amount=details.amount,
        sector=details.sectors[0] if details.sectors else None,
        city=details.city,
        province=details.province,
        segment=details.segment,
        age=details.age,
    )


async def failed(enquiry: Enquiry, criteria: Criteria, details: Details) -> tuple[str, ...]:
    """Names of the conditions of one programme that are certainly not met."""
    profile = await _with_province(enquiry, profile_of(details))
    return tuple(map(str, assess(criteria, profile).failed))


async def failed_everywhere(enquiry: Enquiry, details: Details) -> tuple[str, ...]:
    """What rules out the schemes that come nearest, where none fits."""
    profile = await _with_province(enquiry, profile_of(details))
    wanted = ProgrammeFilter(topics=details.topics, types=("programme",))
    schemes = (await list_programmes(enquiry.session, wanted, limit=EVERY_SCHEME)).items
    reasons = [assess(each.criteria, profile).failed for each in schemes]
    fewest = min((len(each) for each in reasons if each), default=0)
    nearest = [str(one) for each in reasons if each and len(each) == fewest for one in each]
    return tuple(dict.fromkeys(nearest))


async def _with_province(enquiry: Enquiry, profile: Profile) -> Profile:
    if profile.city is None or profile.province is not None:
        return profile
    return replace(profile, province=await province_of(enquiry.session, profile.city))
