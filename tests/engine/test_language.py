"""Which language a message is in, and whether it tells."""

import pytest
from rahbar_engine.text.language import LanguageDetector
from rahbar_engine.text.normalise import normalise
from rahbar_engine.text.tokens import tokenise

ROMAN = [
    "mujhe qarza chahiye",
    "kaise milega",
    "ye kya hai",
    "loan ka tareeqa batao",
    "main kya karun",
]
ENGLISH = [
    "i need a loan",
    "how do i get it",
    "what is this",
    "tell me the way",
    "what should i do",
]


@pytest.fixture(scope="module")
def detector() -> LanguageDetector:
    return LanguageDetector.train([t.split() for t in ROMAN], [t.split() for t in ENGLISH])


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("qarza kaise chahiye", "roman_ur"),
        ("how do i get this", "en"),
        ("مجھے loan چاہیے", "ur"),
        ("0300 1234567", None),
        ("👍", None),
    ],
)
def test_language(detector: LanguageDetector, text: str, language: str) -> None:
    assert detector.detect(tokenise(normalise(text).text)) == language


def test_a_name_tells_nothing(detector: LanguageDetector) -> None:
    """ "kya" as a name's word does not make a message Roman Urdu."""
    tokens = tokenise("kya")
    assert detector.detect(tokens, [(0, 3)]) is None
