"""Says whether a programme's terms cover what a question names: a group, a place, a trade."""

from actions.enquiry import Enquiry
from actions.labels import place_name, province_names, sector_names, segment_name
from actions.voice import Voice
from programmes.criteria import Criteria
from programmes.models import Programme
from programmes.queries import province_of


async def told_conditions(enquiry: Enquiry, programme: Programme) -> list[str]:
    """One sentence for each detail that the question names."""
    details, criteria = enquiry.details, programme.criteria
    told = []
    if details.segment:
        told += await _group(enquiry, criteria, details.segment)
    if details.city or details.province:
        told.append(await _place(enquiry, criteria))
    for sector in details.sectors[:1]:
        told.append(await _sector(enquiry, criteria, sector))
    if details.age is not None:
        told += _own_age(enquiry.voice, criteria, details.age)
    amount = amount_line(enquiry.voice, details.amount, criteria)
    return [*told, amount] if amount else told


def amount_line(voice: Voice, amount: int | None, criteria: Criteria) -> str | None:
    """Compare an amount in rupees with the limits; None where either is not known."""
    most, least = criteria.largest_amount, criteria.amount_min
    if amount is None or (most is None and least is None):
        return None
    if most is not None and amount > most:
        return voice.say("who.amount_over", amount=voice.money(amount), limit=voice.money(most))
    if least is not None and amount < least:
        return voice.say("who.amount_under", amount=voice.money(amount), limit=voice.money(least))
    return voice.say("who.amount_fits", amount=voice.money(amount))


async def _group(enquiry: Enquiry, criteria: Criteria, segment: str) -> list[str]:
    voice = enquiry.voice
    # Names of lists begin with a capital; inside a sentence they do not.
    group = (await segment_name(enquiry, segment)).lower()
    made_for = set(criteria.segments) | ({"women"} if criteria.genders == ("female",) else set())
    if segment in made_for:
        answer = voice.say("who.group_only", group=group)
    elif segment != "women" and made_for == {"women"}:
        others = (await segment_name(enquiry, "women")).lower()
        answer = voice.say("who.group_not", group=group, others=others)
    elif segment == "youth" and _age(voice, criteria):
        return [str(_age(voice, criteria))]
    else:
        answer = voice.say("who.group_open", group=group)
    age = _age(voice, criteria) if segment == "youth" else None
    return [answer, age] if age else [answer]


def _own_age(voice: Voice, criteria: Criteria, age: int) -> list[str]:
    limits = _age(voice, criteria)
    if limits is None:
        return [voice.say("who.age_open", age=age)]
    too_young = criteria.age_min is not None and age < criteria.age_min
    too_old = criteria.age_max is not None and age > criteria.age_max
    key = "who.age_no" if too_young or too_old else "who.age_yes"
    return [voice.say(key, age=age, limits=limits)]


def _age(voice: Voice, criteria: Criteria) -> str | None:
    lowest, highest = criteria.age_min, criteria.age_max
    if lowest is not None and highest is not None:
        return voice.say("who.age_between", from_age=lowest, to_age=highest)
    if lowest is not None:
        return voice.say("who.age_from", from_age=lowest)
    return voice.say("who.age_to", to_age=highest) if highest is not None else None


async def _place(enquiry: Enquiry, criteria: Criteria) -> str:
    details, voice = enquiry.details, enquiry.voice
    place = await place_name(enquiry, details.city, details.province)
    if not criteria.provinces:
        return voice.say("who.place_open", place=place)
    province = details.province
    if details.city is not None:
        province = await province_of(enquiry.session, details.city) or province
    if province in criteria.provinces:
        return voice.say("who.place_yes", place=place)
    places = await province_names(enquiry, criteria.provinces)
    return voice.say("who.place_no", place=place, places=places)


async def _sector(enquiry: Enquiry, criteria: Criteria, sector: str) -> str:
    voice = enquiry.voice
    name = await sector_names(enquiry, [sector])
    if not criteria.sectors:
        return voice.say("who.sector_open", sector=name)
    if sector in criteria.sectors:
        return voice.say("who.sector_yes", sector=name)
    sectors = await sector_names(enquiry, criteria.sectors)
    return voice.say("who.sector_no", sector=name, sectors=sectors)
