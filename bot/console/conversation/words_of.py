"""Names what the database has only keys for: reasons, outcomes, kinds, channels, intents."""

from bot.console.conversation.cards import the_speaker
from bot.console.words import ConsoleLanguage, all_words


class WordsOf:
    """Bound to the reader's language; a key that has no words stands as it is."""

    def __init__(self, language: ConsoleLanguage) -> None:
        self._language = language

    def __call__(self, group: str, key: object) -> str:
        """The words of a key of a group under `conversation`."""
        words = all_words()[self._language]
        return words.get(f"conversation.{group}_{key}", str(key).replace("_", " "))

    def intent(self, intent: str) -> str:
        """What a person wanted, as the assistant's buttons name it."""
        key = f"intent.{intent}"
        known = the_speaker().has(key)
        return the_speaker().say(key, self._language) if known else intent.replace("_", " ")
