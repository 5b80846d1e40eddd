"""The database's names in a text: exact, in another spelling, or with a slip of the finger.

spaCy does the matching: `PhraseMatcher` over the words as written and over their spelling classes,
and the edit distance behind its `FUZZY` operator for words that are in no list of known words.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, FrozenSet, Iterable, Iterator, List, Optional, Sequence, Tuple

from spacy.lang.en.stop_words import STOP_WORDS
from spacy.matcher import PhraseMatcher
from spacy.matcher.levenshtein import levenshtein
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from rahbar_engine.text.found import Found, without_overlaps
from rahbar_engine.text.normalise import normalise
from rahbar_engine.text.spelling import spelling_key
from rahbar_engine.text.tokens import Token, tokenise

# Which entity a span is when two kinds claim it, the surest first.
_PRECEDENCE = ("programme", "city", "province", "segment", "sector", "topic")
_EXACT, _SPELLED, _MISSPELLED = 1.0, 0.9, 0.8
_SHORTEST_SPELLED = 4
_SHORTEST_MISSPELLED = 5
_SHORTEST_MISSPELLED_URDU = 4
_TWO_SLIPS_FROM = 8
_FEWEST_SOUNDS = 3
# Letters of Urdu that are spoken alike and mistaken in writing.
_SAME_SOUND = str.maketrans("طصثذضظحع", "تسسزززہا")


@dataclass(frozen=True)
class Entry:
    """A thing the database names: its kind, its canonical value and all its names."""

    entity: str
    value: str
    aliases: Tuple[str, ...]


def read_entries(path: Path) -> List[Entry]:
    """The entries of the file that `rahbar db load` exports."""
    content = json.loads(path.read_text(encoding="utf-8"))
    return [
        Entry(item["entity"], item["value"], tuple(item["aliases"])) for item in content["entries"]
    ]


class GazetteerMatcher:
    """Finds entries in tokens of a normalised text."""

    def __init__(self, entries: Sequence[Entry], known_words: FrozenSet[str]) -> None:
        """Takes the names and the words that are never a misspelling of one."""
        self._vocab = Vocab()
        self._entries = entries
        self._as_written = PhraseMatcher(self._vocab, attr="ORTH")
        self._as_spelled = PhraseMatcher(self._vocab, attr="NORM")
        self._name_words: Dict[Tuple[str, int], List[str]] = defaultdict(list)
        words = set()
        for index, entry in enumerate(entries):
            names = [[token.text for token in tokenise(normalise(a).text)] for a in entry.aliases]
            docs = [self._doc(name) for name in names if name]
            self._as_written.add(str(index), docs)
            spelled = [doc for doc in docs if _is_spelled_freely(doc)]
            if spelled:
                self._as_spelled.add(str(index), spelled)
            words.update(word for name in names for word in name)
        self._known = known_words | words
        for word in words:
            if len(word) >= _shortest_misspelled(word) and word.isalpha():
                self._name_words[_initial(word), len(word)].append(word)

    def find(self, tokens: Sequence[Token]) -> List[Found]:
        """The entries named in the tokens, each character claimed once, in the text's order."""
        if not tokens:
            return []
        words = [token.text for token in tokens]
        doc = self._doc(words)
        found = list(self._matches(self._as_written, doc, tokens, _EXACT))
        found += [
            match
            for match in self._matches(self._as_spelled, doc, tokens, _SPELLED)
            if not self._is_a_known_word(match, tokens)
        ]
        corrected = [self._corrected(word) for word in words]
        if corrected != words:
            matches = self._matches(self._as_written, self._doc(corrected), tokens, _MISSPELLED)
            found += [
                m for m in matches if not any(m.start == f.start and m.end == f.end for f in found)
            ]
        found.sort(key=lambda f: (f.start - f.end, -f.confidence, _PRECEDENCE.index(f.entity)))
        return without_overlaps(found)

    def _doc(self, words: Iterable[str]) -> Doc:
        doc = Doc(self._vocab, words=list(words))
        for token in doc:
            token.norm_ = _spelled(token.text)
        return doc

    def _matches(
        self, matcher: PhraseMatcher, doc: Doc, tokens: Sequence[Token], confidence: float
    ) -> Iterator[Found]:
        spans: List[Span] = matcher(doc, as_spans=True)
        for span in spans:
            entry = self._entries[int(span.label_)]
            first, last = tokens[span.start], tokens[span.end - 1]
            yield Found(entry.entity, entry.value, first.start, last.end, confidence)

    def _is_a_known_word(self, match: Found, tokens: Sequence[Token]) -> bool:
        """Whether the match is one word of the language that only sounds like a name."""
        inside = [token.text for token in tokens if match.start <= token.start < match.end]
        return len(inside) == 1 and (
            inside[0] in self._known or len(_spelled(inside[0]).rstrip("~")) < _FEWEST_SOUNDS
        )

    def _corrected(self, word: str) -> str:
        """The name's word that was meant, or the word itself."""
        if len(word) < _shortest_misspelled(word) or word in self._known or not word.isalpha():
            return word
        slips = 2 if len(word) >= _TWO_SLIPS_FROM else 1
        best: Optional[Tuple[int, str]] = None
        for length in range(len(word) - slips, len(word) + slips + 1):
            for candidate in self._name_words.get((_initial(word), length), ()):
                distance = levenshtein(word, candidate, slips)
                is_nearer = distance <= slips and (best is None or distance < best[0])
                if is_nearer and _can_slip(word, candidate):
                    best = (distance, candidate)
        return best[1] if best else word


def _can_slip(word: str, candidate: str) -> bool:
    """Whether a slip may make one of the other: in a short word no letter becomes another sound.

    A letter left out or doubled is a slip in any word; "اڑان" (flight) is no "آسان" (easy).
    """
    if len(word) >= _SHORTEST_MISSPELLED or len(word) != len(candidate):
        return True
    return word.translate(_SAME_SOUND) == candidate.translate(_SAME_SOUND)


def _initial(word: str) -> str:
    """The first sound, by which candidates are looked up."""
    return {"q": "k", "c": "k", "w": "v", "z": "j"}.get(word[0], word[0])


def _spelled(word: str) -> str:
    """The spelling class of a word long enough to have one, else the word.

    Nobody writes "from" for "firm": English's own small words are their own class.
    """
    if len(word) < _SHORTEST_SPELLED or word in STOP_WORDS:
        return word
    return spelling_key(word)


def _shortest_misspelled(word: str) -> int:
    """From how many letters on a word can be a misspelt name; Urdu writes no short vowels."""
    return _SHORTEST_MISSPELLED if word.isascii() else _SHORTEST_MISSPELLED_URDU


def _is_spelled_freely(doc: Doc) -> bool:
    return any(token.norm_ != token.text for token in doc)
