"""What is kept about the user, and having it erased."""

from actions.enquiry import Enquiry
from actions.knowledge import about_matter
from actions.matters import Matter
from actions.names import TALK_TO_HUMAN
from actions.reply import Button, Reply, lines
from actions.requests import call_line, open_request

_article = about_matter(Matter("privacy", dated=False))


async def ask_privacy(enquiry: Enquiry) -> Reply:
    """Tell what is kept, and offer to have it erased."""
    reply = await _article(enquiry)
    erase = Button(enquiry.voice.title("delete_my_data"), "delete_my_data")
    reply.buttons.insert(0, erase)
    return reply


async def delete_my_data(enquiry: Enquiry) -> Reply:
    """Pass the wish on; nothing is said to be erased before it is."""
    voice = enquiry.voice
    reference = await open_request(enquiry, "erasure")
    text = lines(voice.say("privacy.erasure", reference=reference), await call_line(enquiry))
    return Reply(text, [Button(voice.say("button.person"), TALK_TO_HUMAN)])
