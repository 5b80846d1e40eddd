"""The three languages of Rahbar and how a page names them."""

from typing import Final, Literal, get_args

Language = Literal["en", "ur", "roman_ur"]

LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)
DEFAULT: Final[Language] = "en"

#: BCP 47 tags for the `lang` attribute; Roman Urdu is Urdu in Latin script.
HTML_TAGS: Final[dict[Language, str]] = {"en": "en", "ur": "ur", "roman_ur": "ur-Latn"}
DIRECTIONS: Final[dict[Language, str]] = {"en": "ltr", "ur": "rtl", "roman_ur": "ltr"}


def known(language: str | None) -> Language | None:
    """Give back `language` when it is one of ours, else None."""
    return language if language in LANGUAGES else None
