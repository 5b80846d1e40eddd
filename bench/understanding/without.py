"""Our classifier with a part taken away, to see what the part is worth."""

from __future__ import annotations

from typing import Any

from rahbar_engine.components.intent_classifier import GlossedIntentClassifier
from rahbar_engine.intents.features import Views
from rahbar_engine.text.glossary import Glossary
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ClassifierWithoutGlossary(GlossedIntentClassifier):
    """No word has a gloss: each stays as it is written; entity kinds and vectors remain."""

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        """Takes what ours takes."""
        super().__init__(config, model_storage, resource)
        self._glossary = Glossary([])


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class WrittenWordsClassifier(GlossedIntentClassifier):
    """The n-grams of words and letters read the message as written, in every view."""

    def _views(self, message: Message) -> Views:
        written = super()._views(message).written
        return Views(written, written, written)
