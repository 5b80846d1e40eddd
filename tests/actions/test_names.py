"""The names in Python, in the domain and in the rules are the same."""

from pathlib import Path
from typing import Any

import yaml

from actions.inform import ACCEPTS
from actions.names import ENTITIES, INTENTS, SLOTS, action_for
from actions.registry import HANDLERS, NOT_REMEMBERED, REQUESTS

ROOT = Path(__file__).resolve().parents[2]


def read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return content


def test_the_domain_names_what_the_code_names() -> None:
    domain = read(ROOT / "domain.yml")
    assert [name for intent in domain["intents"] for name in intent] == list(INTENTS)
    assert domain["entities"] == list(ENTITIES)
    assert list(domain["slots"]) == list(SLOTS)
    assert domain["actions"] == [action_for(intent) for intent in INTENTS]


def test_no_entity_and_no_slot_decides_the_next_action() -> None:
    domain = read(ROOT / "domain.yml")
    for intent in domain["intents"]:
        assert next(iter(intent.values())) == {"use_entities": []}
    for slot in domain["slots"].values():
        assert slot["influence_conversation"] is False
        assert slot["mappings"] == [{"type": "custom"}]


def test_every_intent_has_one_rule_and_one_action() -> None:
    rules = [
        rule
        for file in sorted((ROOT / "data" / "rules").glob("*.yml"))
        for rule in read(file)["rules"]
    ]
    steps = {rule["steps"][0]["intent"]: rule["steps"][1]["action"] for rule in rules}
    assert len(rules) == len(steps)
    assert steps == {intent: action_for(intent) for intent in INTENTS}


def test_stories_agree_with_the_rules() -> None:
    for file in (ROOT / "data" / "stories").glob("*.yml"):
        for story in read(file)["stories"]:
            steps = story["steps"]
            for asked, done in zip(steps[::2], steps[1::2], strict=True):
                assert done["action"] == action_for(asked["intent"])


def test_every_intent_has_a_handler() -> None:
    assert HANDLERS.keys() == set(INTENTS)
    assert set(INTENTS) >= NOT_REMEMBERED | REQUESTS | ACCEPTS.keys()
