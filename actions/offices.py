"""Where the helpline's offices are."""

from collections.abc import Sequence

from actions.card import person_button
from actions.enquiry import Enquiry
from actions.fitted import fitted
from actions.labels import place_name
from actions.memory import Context
from actions.names import OFFICE
from actions.reply import Button, Reply
from actions.truth import aged, cautions, disagreements, footer, written_address
from programmes.models import Office
from programmes.queries import list_offices

PLACES = 3


async def office(enquiry: Enquiry) -> Reply:
    """Address and phone of the nearest office; without a place, of the head office."""
    city, province = enquiry.details.city, enquiry.details.province
    if city is None and province is None and enquiry.context is not None:
        city = enquiry.context.city
    offices = await list_offices(enquiry.session, city, province)
    # Some records stand for people in the districts or planned offices: nowhere to go.
    nearest = next((each for each in offices if each.contact.phone or each.contact.address), None)
    if nearest is None:
        return Reply(enquiry.voice.say("article.none"), [person_button(enquiry.voice)])
    return Reply(
        await _card(enquiry, nearest, city, province),
        await _buttons(enquiry, nearest, offices if city or province else offices[1:]),
        context=_place(enquiry, city, province),
    )


async def _card(enquiry: Enquiry, found: Office, city: str | None, province: str | None) -> str:
    voice, contact = enquiry.voice, found.contact
    said = voice.say
    elsewhere = city is not None and found.city != city
    phones = voice.join(list(contact.phone))
    return fitted(
        [
            said("office.nearest", place=await place_name(enquiry, city, province))
            if elsewhere
            else None,
            said("office.heading", name=voice.text(found.name)),
            said("office.address", address=voice.text(contact.address))
            if contact.address
            else None,
            said("office.phone", phone=phones) if phones else None,
            said("office.email", email=contact.email) if contact.email else None,
            said("office.fax", fax=contact.fax) if contact.fax else None,
            said("office.website", website=written_address(contact.website))
            if contact.website
            else None,
            said("office.hours", hours=voice.text(found.hours))
            if found.hours
            else said("office.hours_unknown"),
            aged(voice, found, await enquiry.phone(), enquiry.today, "office.dated"),
            *disagreements(voice, found),
        ],
        cautions(voice, found),
        footer(voice, found, enquiry.today),
    )


async def _buttons(enquiry: Enquiry, shown: Office, offices: Sequence[Office]) -> list[Button]:
    voice = enquiry.voice
    cities = {each.city for each in offices if each.city and each.city != shown.city}
    others = [
        Button(
            voice.say("button.offices_of", place=await place_name(enquiry, city, None)),
            OFFICE,
            {"city": city},
        )
        for city in sorted(cities)[:PLACES]
    ]
    return [*others, person_button(voice)]


def _place(enquiry: Enquiry, city: str | None, province: str | None) -> Context | None:
    if city is None and province is None:
        return None
    programme = enquiry.context.programme if enquiry.context else None
    return Context("place", city or province or "", {"city": city, "programme": programme})
