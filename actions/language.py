"""In which language to answer."""

from actions.memory import Memory
from actions.message import Message
from locales import DEFAULT_LANGUAGE


def answer_language(message: Message, memory: Memory) -> str:
    """What the user fixed, else the message's own, else the last clear one, else the page's."""
    fixed_on_page = message.page_language if message.page_language_fixed else None
    return (
        memory.fixed_language
        or fixed_on_page
        or message.language
        or memory.language
        or message.page_language
        or DEFAULT_LANGUAGE
    )
