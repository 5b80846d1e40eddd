"""Names that are everyday words too: "it" and IT, "saaf kar dein" (clean it) and SAAF."""

from __future__ import annotations

from typing import FrozenSet, List, Sequence

from rahbar_engine.text.found import Found
from rahbar_engine.text.language_files import read_words
from rahbar_engine.text.tokens import Token


def without_everyday_words(
    found: Sequence[Found], tokens: Sequence[Token], in_capitals: FrozenSet[int]
) -> List[Found]:
    """Leaves out matches that are an everyday word where they stand (`data/language/names.yml`).

    `in_capitals` are the starts of words that are written in capitals only.
    """
    return [match for match in found if not _is_everyday(match, tokens, in_capitals)]


def _is_everyday(match: Found, tokens: Sequence[Token], in_capitals: FrozenSet[int]) -> bool:
    inside = [i for i, token in enumerate(tokens) if match.start <= token.start < match.end]
    if len(inside) != 1:
        return False
    names, word = read_words("names"), tokens[inside[0]].text
    if word in names["only_in_capitals"]:
        return match.start not in in_capitals
    following = tokens[inside[0] + 1].text if inside[0] + 1 < len(tokens) else ""
    return following in names["not_before"].get(word, ())
