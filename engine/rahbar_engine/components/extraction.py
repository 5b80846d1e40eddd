"""What the entity extractors share: findings on a message become Rasa entities."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from rahbar_engine.components.attributes import FOUND, found, normalised
from rahbar_engine.text.found import Found, without_overlaps


def add_findings(message: Message, findings: List[Found]) -> None:
    """Adds what an extractor found; characters that are taken stay with their first finder."""
    message.set(FOUND, without_overlaps(found(message) + findings))


def publish_entities(message: Message, extractor: str) -> None:
    """Writes the findings as the message's entities, with places in the text as it was typed."""
    entities = [_entity(message, finding, extractor) for finding in found(message)]
    message.set(ENTITIES, entities, add_to_output=True)


def _entity(message: Message, finding: Found, extractor: str) -> Dict[str, Any]:
    start, end = normalised(message).span(finding.start, finding.end)
    return {
        "entity": finding.entity,
        "value": finding.value,
        "start": start,
        "end": end,
        "text": (message.get(TEXT) or "")[start:end],
        "confidence_entity": finding.confidence,
        "extractor": extractor,
    }
