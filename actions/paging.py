"""More of what was shown last: the next entries of a list, or where a programme's sources differ."""

from typing import Final

from actions.card import doubts
from actions.enquiry import Enquiry
from actions.menu import menu_buttons
from actions.names import LIST_PROGRAMMES, LIST_TRAININGS
from actions.reply import Reply
from programmes.queries import find_programmes

PAGE: Final = 5
LISTS: Final = frozenset({LIST_PROGRAMMES, LIST_TRAININGS})


async def show_more(enquiry: Enquiry) -> Reply:
    """Turn to the next page; with a programme, tell its doubts."""
    details = enquiry.details
    for programme in await find_programmes(enquiry.session, details.programmes[:1]):
        return await doubts(enquiry, programme)
    question = enquiry.memory.question
    if question is None or question.intent not in LISTS:
        return Reply(enquiry.voice.say("listing.more_nothing"), menu_buttons(enquiry))
    return await enquiry.ask(question.intent, question.details, question.offset + PAGE)
