"""Names of the assistant's languages in a normalised text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Dict, List, Pattern, Tuple

from rahbar_engine.text.found import Found
from rahbar_engine.text.language_files import by_word, read_words


@lru_cache(maxsize=1)
def _names() -> Tuple[Pattern[str], Dict[str, str]]:
    names = by_word(read_words("languages"))
    longest_first = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{longest_first})(?!\w)"), names


def find_languages(text: str) -> List[Found]:
    """Languages named, as `en`, `ur` or `roman_ur`."""
    pattern, names = _names()
    return [Found("language", names[m.group()], m.start(), m.end()) for m in pattern.finditer(text)]
