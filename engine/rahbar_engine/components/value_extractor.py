"""Finds values that need no list: amounts, dates, phones, e-mails, CNICs, references, languages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Dict, List
from zoneinfo import ZoneInfo

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from rahbar_engine.components.attributes import normalised
from rahbar_engine.components.extraction import add_findings
from rahbar_engine.text.amounts import find_amounts
from rahbar_engine.text.contacts import find_contacts
from rahbar_engine.text.dates import find_dates
from rahbar_engine.text.found import without_overlaps
from rahbar_engine.text.languages_named import find_languages

_ZONE = ZoneInfo("Asia/Karachi")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class ValueExtractor(GraphComponent):
    """Contacts before amounts before dates: a phone number is never money."""

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ValueExtractor:
        """Builds the component; it has no settings."""
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        """Adds findings to messages in place."""
        for message in messages:
            text = normalised(message).text
            findings = find_contacts(text) + find_amounts(text) + find_dates(text, _today(message))
            add_findings(message, without_overlaps(findings + find_languages(text)))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Finds values in examples, for the classifier's features."""
        self.process(training_data.training_examples)
        return training_data


def _today(message: Message) -> date:
    """The day on which the message was written, in Pakistan."""
    written = (message.get("metadata") or {}).get("now")
    if written:
        return datetime.fromisoformat(written.replace("Z", "+00:00")).astimezone(_ZONE).date()
    return datetime.now(_ZONE).date()
