"""Names of what a question narrows to, in the language of the answer."""

from collections.abc import Sequence

from actions.details import Details
from actions.enquiry import Enquiry
from programmes.queries import find_city, find_province, find_sector, find_segment, find_topic


async def segment_name(enquiry: Enquiry, segment_id: str) -> str:
    """The name of a group of owners."""
    segment = await find_segment(enquiry.session, segment_id)
    return enquiry.voice.text(segment.name) if segment else segment_id


async def sector_names(enquiry: Enquiry, ids: Sequence[str]) -> str:
    """The names of kinds of business, in one line."""
    found = [await find_sector(enquiry.session, each) for each in ids]
    return enquiry.voice.join([enquiry.voice.text(sector.name) for sector in found if sector])


async def topic_names(enquiry: Enquiry, ids: Sequence[str]) -> list[str]:
    """The names of topics; an id that is not known is left out."""
    found = [await find_topic(enquiry.session, each) for each in ids]
    return [enquiry.voice.text(topic.name) for topic in found if topic]


async def province_names(enquiry: Enquiry, names: Sequence[str]) -> str:
    """The names of provinces, in one line."""
    found = [await place_name(enquiry, None, name) for name in names]
    return enquiry.voice.join(found)


async def place_name(enquiry: Enquiry, city: str | None, province: str | None) -> str:
    """The name of a city or province; the name as given if the records do not have it."""
    town = await find_city(enquiry.session, city) if city else None
    if town is not None:
        return enquiry.voice.text(town.names)
    region = await find_province(enquiry.session, province) if province else None
    return enquiry.voice.text(region.names) if region else city or province or ""


async def filter_names(enquiry: Enquiry, details: Details) -> str:
    """All that narrows a list, in one line; empty if nothing does."""
    voice = enquiry.voice
    names = [await segment_name(enquiry, details.segment)] if details.segment else []
    names += await topic_names(enquiry, details.topics)
    sectors = await sector_names(enquiry, details.sectors)
    names += [sectors] if sectors else []
    if details.city or details.province:
        names.append(await place_name(enquiry, details.city, details.province))
    if details.amount:
        names.append(voice.money(details.amount))
    if details.age is not None:
        names.append(voice.say("filter.age", age=details.age))
    if details.date:
        names.append(days(enquiry, details))
    return voice.join(names)


def days(enquiry: Enquiry, details: Details) -> str:
    """Print the day or days that a question names."""
    voice = enquiry.voice
    start, end = details.days()
    if start is None:
        return details.date or ""
    return voice.days(start, end or start)
