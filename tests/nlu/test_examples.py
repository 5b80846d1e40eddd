"""What holds of the training examples and of the separate test messages."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import yaml

from programmes.letters import fold

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("en", "roman_ur", "ur")
FEWEST_EXAMPLES = 30
FEWEST_MESSAGES = 8


def examples() -> Iterator[tuple[str, str, str]]:
    """Intent, language and text of each training example."""
    for file in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]:
            for line in block["examples"].splitlines():
                yield block["intent"], block["metadata"]["language"], line.removeprefix("- ")


def messages() -> Iterator[tuple[str, str, str]]:
    """Intent, language and text of each test message."""
    for file in sorted((ROOT / "tests" / "nlu" / "messages").glob("*.yml")):
        for block in yaml.safe_load(file.read_text(encoding="utf-8")):
            for message in block["messages"]:
                text = message["text"] if isinstance(message, dict) else message
                yield block["intent"], block["language"], str(text)


def intents() -> list[str]:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    names = [next(iter(each)) if isinstance(each, dict) else each for each in domain["intents"]]
    return [name for name in names if name != "nlu_fallback"]


def test_each_intent_has_examples_in_each_language() -> None:
    counted = Counter((intent, language) for intent, language, _ in examples())
    few = [
        (intent, language)
        for intent in intents()
        for language in LANGUAGES
        if counted[intent, language] < FEWEST_EXAMPLES
    ]
    assert few == []


def test_each_intent_is_tested_in_each_language() -> None:
    counted = Counter((intent, language) for intent, language, _ in messages())
    few = [
        (intent, language)
        for intent in intents()
        for language in LANGUAGES
        if counted[intent, language] < FEWEST_MESSAGES
    ]
    assert few == []


def test_no_test_message_is_trained_on() -> None:
    """What is measured must not have been learnt by heart."""
    trained = {fold(text) for _, _, text in examples() if fold(text)}
    assert [text for _, _, text in messages() if fold(text) in trained] == []


def test_no_example_stands_in_two_intents() -> None:
    seen: dict[str, str] = {}
    twice = []
    for intent, _, text in examples():
        words = fold(text)
        if words and seen.setdefault(words, intent) != intent:
            twice.append((text, intent, seen[words]))
    assert twice == []
