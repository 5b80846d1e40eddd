"""What stands in braces in a canned answer. Pure."""

import re
from collections.abc import Mapping
from typing import Final

NAME: Final = "name"
STAFF: Final = "staff"
REFERENCE: Final = "reference"
PROGRAMME: Final = "programme"
VARIABLES: Final = (NAME, STAFF, REFERENCE, PROGRAMME)

_BRACES: Final = re.compile(r"\{([^{}]*)\}")


def named_in(text: str) -> tuple[str, ...]:
    """What stands in braces in a text, each once."""
    return tuple(dict.fromkeys(_BRACES.findall(text)))


def unknown_in(text: str) -> tuple[str, ...]:
    """What stands in braces and is no variable."""
    return tuple(each for each in named_in(text) if each not in VARIABLES)


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put values in; a variable without one stays as it is, so that staff see what is missing."""
    return _BRACES.sub(lambda found: values.get(found[1]) or found[0], text)


def is_unfilled(text: str) -> bool:
    """Whether a variable still stands in a text, which must not go to the person like this."""
    return any(each in VARIABLES for each in named_in(text))
