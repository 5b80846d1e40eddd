"""Everything that goes to the helpline's staff: a person, a complaint, a call, feedback, status."""

from dataclasses import replace
from typing import Final

from actions.card import contact_of
from actions.details import Details
from actions.enquiry import Enquiry
from actions.labels import days
from actions.memory import Context, Question
from actions.names import APPLICATION_STATUS, ASK_HELP, OFFICE, REQUEST_CALLBACK
from actions.reply import Button, Reply, lines
from actions.requests import add_to_request, call_line, open_request
from actions.resolver import programme_subject
from programmes.tickets import find_ticket, latest_ticket, written_reference

WHATSAPP: Final = "whatsapp:"
# Requests of which nobody awaits an answer.
_NOT_AWAITED: Final = ("status", "feedback")


async def talk_to_human(enquiry: Enquiry) -> Reply:
    """Pass the conversation's wish for a person to the staff."""
    voice = enquiry.voice
    if enquiry.message.is_staffed:
        # The desk queues the conversation and tells how the queue stands.
        return Reply(voice.say("person.passing_on"), handoff="asked")
    reference = await open_request(enquiry, "human")
    text = lines(voice.say("person.ticket", reference=reference), await call_line(enquiry))
    call_me = Button(voice.say("button.call_me"), REQUEST_CALLBACK)
    return Reply(text, [call_me, Button(voice.say("button.offices"), OFFICE)])


async def complain(enquiry: Enquiry) -> Reply:
    """Write a complaint down for the staff."""
    voice = enquiry.voice
    reference = await open_request(enquiry, "complaint", programmes=enquiry.details.programmes)
    text = lines(
        voice.say("person.complaint", reference=reference),
        voice.say("person.complaint_more"),
        await call_line(enquiry),
    )
    handoff = "complaint" if enquiry.message.is_staffed else None
    return Reply(text, [Button(voice.say("button.call_me"), REQUEST_CALLBACK)], handoff=handoff)


async def request_callback(enquiry: Enquiry) -> Reply:
    """Note the wish to be phoned; the number is asked for if nothing tells it."""
    voice, details = enquiry.voice, enquiry.details
    number = details.phone or _channel_number(enquiry.message.conversation_id)
    noted = _noted(enquiry)
    if noted and details.phone:
        ticket = await add_to_request(enquiry, noted, phone=details.phone)
        if ticket is not None:
            added = voice.say("person.callback_added", number=details.phone, reference=noted)
            return Reply(added, question=Question(REQUEST_CALLBACK))
    reference = await open_request(enquiry, "callback", phone=number, date=details.date)
    when = days(enquiry, details)
    text = lines(
        voice.say("person.callback", number=number, reference=reference)
        if number
        else voice.say("person.callback_number", reference=reference),
        voice.say("person.callback_when", date=when) if when else None,
        await call_line(enquiry),
    )
    remembered = Details() if number else Details(reference=reference)
    return Reply(text, question=Question(REQUEST_CALLBACK, remembered))


async def give_feedback(enquiry: Enquiry) -> Reply:
    """Pass a remark about the assistant to its team."""
    voice = enquiry.voice
    reference = await open_request(enquiry, "feedback")
    menu = Button(voice.say("button.menu"), ASK_HELP)
    return Reply(voice.say("conversation.feedback", reference=reference), [menu])


async def application_status(enquiry: Enquiry) -> Reply:
    """Tell where a ticket of this conversation stands; of a bank's, only whom to ask."""
    details = enquiry.details
    if details.reference:
        return await _ticket_status(enquiry, details.reference)
    voice = enquiry.voice
    if not details.programmes and not details.unknown_names:
        own = await latest_ticket(enquiry.session, enquiry.message.conversation_id, _NOT_AWAITED)
        if own is not None:
            return await _ticket_status(enquiry, own.reference)
    subject = await programme_subject(replace(enquiry, details=replace(details, topics=())))
    contact = await contact_of(enquiry, subject.programme) if subject.programme else None
    where = (
        voice.say(
            "person.status_provider",
            name=voice.text(subject.programme.short_name),
            contact=contact,
        )
        if subject.programme and contact
        else voice.say("person.status_general")
    )
    reference = await open_request(enquiry, "status", asked_about=details.programmes)
    text = lines(where, voice.say("person.status_ticket", reference=reference))
    context = Context("programme", subject.programme.id) if subject.programme else None
    return Reply(text, [Button(voice.say("button.offices"), OFFICE)], context=context)


async def _ticket_status(enquiry: Enquiry, typed: str) -> Reply:
    voice = enquiry.voice
    ticket = await find_ticket(enquiry.session, typed, enquiry.message.conversation_id)
    if ticket is None:
        missing = voice.say("person.status_missing", reference=written_reference(typed))
        text = lines(missing, await call_line(enquiry))
    else:
        text = lines(
            voice.say(
                "person.status_found",
                reference=ticket.reference,
                kind=voice.say(f"ticket.{ticket.kind}"),
                date=voice.day(ticket.created_at.date()),
                state=voice.say(f"state.{ticket.status}"),
            ),
            await call_line(enquiry),
        )
    return Reply(
        text,
        [Button(voice.say("button.call_me"), REQUEST_CALLBACK)],
        question=Question(APPLICATION_STATUS, enquiry.details),
    )


def _noted(enquiry: Enquiry) -> str | None:
    """The reference of a call that waits for its number."""
    question = enquiry.memory.question
    if question is None or question.intent != REQUEST_CALLBACK:
        return None
    return question.details.reference


def _channel_number(conversation_id: str) -> str | None:
    """On WhatsApp the user's number is known: the conversation is named by it."""
    number = conversation_id.removeprefix(WHATSAPP)
    is_number = conversation_id.startswith(WHATSAPP) and number.isdigit()
    return f"+{number}" if is_number else None
