"""The intent of a message that has no word: 👍 agrees, 🙏 thanks."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Dict, Optional, Sequence

from rahbar_engine.text.language_files import by_word, read_words
from rahbar_engine.text.tokens import Token


def intent_of_signs(tokens: Sequence[Token]) -> Optional[str]:
    """The intent of the first known sign, or None where there is none or anything else is said."""
    if any(token.text[0].isalnum() for token in tokens):
        return None
    return next((_signs()[t.text] for t in tokens if t.text in _signs()), None)


@lru_cache(maxsize=1)
def _signs() -> Dict[str, Any]:
    return by_word(read_words("signs"))
