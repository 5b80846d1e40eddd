"""Says of each message which language it is in."""

from __future__ import annotations

import json
from typing import Any, Dict, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from rahbar_engine.components.attributes import LANGUAGE, found, words
from rahbar_engine.text.language import ENGLISH, ROMAN_URDU, LanguageDetector

_FILE = "language.json"
# Entities whose words belong to no language.
_NEUTRAL = ("programme", "city", "province", "phone", "email", "cnic", "reference", "language")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class MessageLanguageDetector(GraphComponent):
    """Learns the words of the languages from the `language` of the training examples."""

    def __init__(
        self, model_storage: ModelStorage, resource: Resource, detector: LanguageDetector
    ) -> None:
        """Takes where to store what is learnt, and what is known so far."""
        self._model_storage = model_storage
        self._resource = resource
        self._detector = detector

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> MessageLanguageDetector:
        """Builds a component that knows no word yet."""
        return cls(model_storage, resource, LanguageDetector({}, {}))

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> MessageLanguageDetector:
        """Builds the component from a trained model."""
        with model_storage.read_from(resource) as folder:
            learnt = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        return cls(model_storage, resource, LanguageDetector(**learnt))

    def train(self, training_data: TrainingData) -> Resource:
        """Counts the words of the English and the Roman-Urdu examples."""
        by_language: Dict[str, List[List[str]]] = {ENGLISH: [], ROMAN_URDU: []}
        for example in training_data.intent_examples:
            language = example_language(example)
            if language in by_language:
                latin = [t.text for t in words(example) if t.is_word and not t.is_arabic_script]
                by_language[language].append(latin)
        self._detector = LanguageDetector.train(by_language[ROMAN_URDU], by_language[ENGLISH])
        with self._model_storage.write_to(self._resource) as folder:
            learnt = json.dumps(self._detector.as_dict(), ensure_ascii=False)
            (folder / _FILE).write_text(learnt, encoding="utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Examples know their language."""
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Sets `language` on each message."""
        for message in messages:
            message.set(LANGUAGE, self._language(message), add_to_output=True)
        return messages

    def _language(self, message: Message) -> Optional[str]:
        names = [(f.start, f.end) for f in found(message) if f.entity in _NEUTRAL]
        language = self._detector.detect(words(message), names)
        if language != ENGLISH:
            return language
        # "NTN?", "garments": the trade's own words are English in every language.
        named = [(f.start, f.end) for f in found(message)]
        outside = [t for t in words(message) if not any(s <= t.start < e for s, e in named)]
        return language if any(token.is_word for token in outside) else None


def example_language(example: Message) -> str:
    """The language that the training file gives for an example's block."""
    metadata = example.get("metadata") or {}
    language: str = (metadata.get("intent") or {}).get("language", "")
    return language
