"""Words that are known to be words: never a misspelling of a name."""

from __future__ import annotations

from functools import lru_cache
from typing import FrozenSet

from rahbar_engine.paths import language_data
from rahbar_engine.text.glossary import read_glossary
from rahbar_engine.text.language_files import by_word, read_words
from rahbar_engine.vectors.static import read_vectors


@lru_cache(maxsize=1)
def known_words() -> FrozenSet[str]:
    """English words that have a vector, the glossary's spellings, numbers, days, short forms."""
    numbers, dates = read_words("numbers"), read_words("dates")
    tables = [numbers["units"], numbers["numbers"], dates["months"], dates["weekdays"]]
    listed = frozenset(word for table in tables for word in by_word(table))
    listed |= frozenset(word for words in read_words("words").values() for word in words)
    return english_words() | read_glossary(language_data() / "glossary.tsv").words | listed


@lru_cache(maxsize=1)
def english_words() -> FrozenSet[str]:
    """The whole English words of the vectors' vocabulary."""
    return frozenset(read_vectors().words)
