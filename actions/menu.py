"""The buttons that lead anywhere from nowhere."""

from actions.enquiry import Enquiry
from actions.names import (
    CHANGE_LANGUAGE,
    CHECK_ELIGIBILITY,
    LIST_PROGRAMMES,
    LIST_TRAININGS,
    OFFICE,
)
from actions.reply import Button

_LANGUAGES = (("button.english", "en"), ("button.urdu", "ur"), ("button.roman", "roman_ur"))


def menu_buttons(enquiry: Enquiry) -> list[Button]:
    """Programmes, what suits me, trainings, offices."""
    say = enquiry.voice.say
    return [
        Button(say("button.loans"), LIST_PROGRAMMES),
        Button(say("button.fits_me"), CHECK_ELIGIBILITY),
        Button(say("button.trainings"), LIST_TRAININGS),
        Button(say("button.offices"), OFFICE),
    ]


def language_buttons(enquiry: Enquiry) -> list[Button]:
    """The three languages."""
    return [
        Button(enquiry.voice.say(key), CHANGE_LANGUAGE, {"language": language})
        for key, language in _LANGUAGES
    ]
