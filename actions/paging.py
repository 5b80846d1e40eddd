"""The next entries of the list shown last."""

from typing import Final

from actions.enquiry import Enquiry
from actions.menu import menu_buttons
from actions.names import LIST_PROGRAMMES, LIST_TRAININGS
from actions.reply import Reply

PAGE: Final = 5
LISTS: Final = frozenset({LIST_PROGRAMMES, LIST_TRAININGS})


async def show_more(enquiry: Enquiry) -> Reply:
    """Turn to the next page."""
    question = enquiry.memory.question
    if question is None or question.intent not in LISTS:
        return Reply(enquiry.voice.say("listing.more_nothing"), menu_buttons(enquiry))
    return await enquiry.ask(question.intent, question.details, question.offset + PAGE)
