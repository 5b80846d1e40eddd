"""What is kept about the user, and having it erased."""

from actions.enquiry import Enquiry
from actions.knowledge import Matter, about_matter
from actions.names import TALK_TO_HUMAN
from actions.reply import Button, Reply, lines
from actions.requests import call_line, open_request

ask_privacy = about_matter(Matter("privacy", dated=False))


async def delete_my_data(enquiry: Enquiry) -> Reply:
    """Pass the wish on; nothing is said to be erased before it is."""
    voice = enquiry.voice
    reference = await open_request(enquiry, "erasure")
    text = lines(voice.say("privacy.erasure", reference=reference), await call_line(enquiry))
    return Reply(text, [Button(voice.say("button.person"), TALK_TO_HUMAN)])
