"""Every sentence the assistant says, in English, Urdu and Roman Urdu."""

from locales.languages import DEFAULT_LANGUAGE, LANGUAGES
from locales.speaker import Speaker, Spoken

__all__ = ["DEFAULT_LANGUAGE", "LANGUAGES", "Speaker", "Spoken"]
