"""Passes to the helpline's staff what the assistant cannot do itself, under a reference."""

from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from actions.enquiry import Enquiry
from actions.helpline import first_phone
from programmes.models import Ticket
from programmes.tickets import TicketKind, find_ticket, open_ticket


async def open_request(enquiry: Enquiry, kind: TicketKind, **wish: Any) -> str:
    """Open a ticket and return its reference; the same message twice gives the same ticket.

    It is committed before the reference is told: none is promised that staff do not have.
    """
    message = enquiry.message
    summary = {
        "text": message.words,
        "language": enquiry.voice.language,
        "channel": message.channel,
        "programme": enquiry.context.programme if enquiry.context else None,
        **wish,
    }
    ticket = await open_ticket(
        enquiry.session,
        kind,
        message.conversation_id,
        {name: value for name, value in summary.items() if value},
        f"{message.id}:{kind}",
    )
    await enquiry.session.commit()
    return ticket.reference


async def add_to_request(enquiry: Enquiry, reference: str, **more: Any) -> Ticket | None:
    """Add to an open ticket of this conversation; None if there is none."""
    ticket = await find_ticket(enquiry.session, reference, enquiry.message.conversation_id)
    if ticket is None or ticket.status != "open":
        return None
    ticket.summary = {**ticket.summary, **more}
    flag_modified(ticket, "summary")
    await enquiry.session.commit()
    return ticket


async def call_line(enquiry: Enquiry) -> str | None:
    """How to phone the helpline; the hours only if the records have them."""
    office = await enquiry.helpline.office(enquiry.session)
    phone = first_phone(office)
    if office is None or phone is None:
        return None
    if office.hours is None:
        return enquiry.voice.say("person.call", phone=phone)
    hours = enquiry.voice.text(office.hours)
    return enquiry.voice.say("person.call_hours", phone=phone, hours=hours)
