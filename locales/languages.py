"""The languages of the assistant."""

from typing import Final

LANGUAGES: Final = ("en", "ur", "roman_ur")
DEFAULT_LANGUAGE: Final = "en"
