"""Small talk, and what steers the conversation itself."""

from dataclasses import replace

from actions.card import buttons_of, person_button
from actions.enquiry import Enquiry
from actions.memory import Question
from actions.menu import language_buttons, menu_buttons
from actions.names import TALK_TO_HUMAN
from actions.reply import Reply
from actions.voice import Voice
from locales import LANGUAGES
from programmes.queries import find_programme


async def greet(enquiry: Enquiry) -> Reply:
    """Say who is here and what it can do."""
    return _with_menu(enquiry, "conversation.greet")


async def goodbye(enquiry: Enquiry) -> Reply:
    """End the conversation."""
    return Reply(enquiry.voice.say("conversation.goodbye"))


async def thank(enquiry: Enquiry) -> Reply:
    """Take thanks."""
    return _with_menu(enquiry, "conversation.thank")


async def ask_help(enquiry: Enquiry) -> Reply:
    """Tell what can be asked."""
    return _with_menu(enquiry, "conversation.help")


async def bot_challenge(enquiry: Enquiry) -> Reply:
    """Own up to being a machine, and offer a person."""
    return _with_person(enquiry, "conversation.bot_challenge")


async def abuse(enquiry: Enquiry) -> Reply:
    """Stay calm, and offer a person."""
    return _with_person(enquiry, "conversation.abuse")


async def out_of_scope(enquiry: Enquiry) -> Reply:
    """Say what this helpline is for."""
    return _with_menu(enquiry, "conversation.out_of_scope")


async def affirm(enquiry: Enquiry) -> Reply:
    """Do what was offered last; else go on with what was talked about."""
    offer = enquiry.memory.offer
    if offer is not None:
        return await enquiry.ask(offer.intent, offer.details)
    about = enquiry.context.programme if enquiry.context else None
    programme = await find_programme(enquiry.session, about) if about else None
    if programme is None:
        return _with_menu(enquiry, "conversation.affirm_nothing")
    asked = enquiry.memory.question.intent if enquiry.memory.question else ""
    buttons = buttons_of(enquiry.voice, programme, asked)
    return Reply(enquiry.voice.say("conversation.affirm_nothing"), buttons)


async def deny(enquiry: Enquiry) -> Reply:
    """Drop what was offered last; keep the rest."""
    dropped = enquiry.memory.offer is not None
    return _with_menu(
        enquiry, "conversation.deny_offer" if dropped else "conversation.deny_nothing"
    )


async def repeat(enquiry: Enquiry) -> Reply:
    """Answer the last question again, in the language of now; nothing is done a second time."""
    question = enquiry.memory.question
    if question is None:
        return _with_menu(enquiry, "conversation.repeat_nothing")
    if question.said:
        return Reply(question.said, [person_button(enquiry.voice)], question=question)
    return await enquiry.ask(question.intent, question.details, question.offset)


async def cancel(enquiry: Enquiry) -> Reply:
    """Forget what is going on."""
    reply = _with_menu(enquiry, "conversation.cancelled")
    reply.forget = True
    return reply


async def change_language(enquiry: Enquiry) -> Reply:
    """Fix the language that the message names, and speak it at once."""
    language = enquiry.details.language
    if language not in LANGUAGES:
        return Reply(enquiry.voice.say("conversation.language_ask"), language_buttons(enquiry))
    spoken = replace(enquiry, voice=Voice(enquiry.voice.speaker, language))
    text = spoken.voice.say("conversation.language_fixed")
    return Reply(text, language_buttons(spoken), fixed_language=language)


def _with_menu(enquiry: Enquiry, key: str) -> Reply:
    return Reply(enquiry.voice.say(key), menu_buttons(enquiry))


def _with_person(enquiry: Enquiry, key: str) -> Reply:
    """A bare "yes" then asks for the person."""
    return Reply(
        enquiry.voice.say(key),
        [person_button(enquiry.voice), *menu_buttons(enquiry)[:3]],
        offer=Question(TALK_TO_HUMAN),
    )
