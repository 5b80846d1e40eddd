"""Classes of Roman-Urdu spellings: `qarza`, `karza`, `qarzah` are one word to the reader.

There is no standard spelling of Urdu in Latin letters. The key of a word keeps what writers agree on
(the consonants, in their order) and drops what they do not: doubled letters, the choice between
letters for one sound, the vowels inside the word, and the aspiration that is often left out.
"""

from __future__ import annotations

import re
from functools import lru_cache

_SOUNDS = (
    ("tch", "ch"),
    ("chh", "ch"),
    ("kh", "k"),
    ("gh", "g"),
    ("ph", "f"),
    ("bh", "b"),
    ("dh", "d"),
    ("th", "t"),
    ("jh", "j"),
    ("rh", "r"),
    ("q", "k"),
    ("w", "v"),
    ("x", "ks"),
    ("ck", "k"),
    ("z", "z"),
)
_DOUBLED = re.compile(r"(.)\1+")
_INNER_VOWELS = re.compile(r"[aeiouy]+")
_VOWEL_CLASS = str.maketrans({"e": "i", "y": "i", "o": "u"})


@lru_cache(maxsize=20000)
def spelling_key(word: str) -> str:
    """The class of a lower-case Latin word's spellings; words of another script are their own class.

    The first vowel's class is kept when the word begins with it; a final vowel counts as one sign,
    so that `karo` and `kar` stay apart.
    """
    if not word.isascii() or not word.isalpha() or len(word) < 3:
        return word
    for written, sound in _SOUNDS:
        word = word.replace(written, sound)
    word = _DOUBLED.sub(r"\1", word)
    if word.endswith("h") and len(word) > 2 and not word.endswith(("ch", "sh")):
        word = word[:-1]
    head = word[0].translate(_VOWEL_CLASS)
    body = re.sub(r"(?<![cs])h", "", word[1:])
    ending = "~" if body and body[-1] in "aeiouy" else ""
    return _DOUBLED.sub(r"\1", head + _INNER_VOWELS.sub("", body)) + ending
