"""Logistic regression over n-grams and vectors of three languages in one space of meaning."""

from __future__ import annotations

import json
from typing import Any, Dict, List, Optional

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.linear_model import LogisticRegression

from rahbar_engine.components.attributes import found, words
from rahbar_engine.intents.features import Views, views
from rahbar_engine.intents.signs import intent_of_signs
from rahbar_engine.intents.vectoriser import Vectoriser
from rahbar_engine.paths import language_data
from rahbar_engine.text.glossary import read_glossary
from rahbar_engine.text.vocabulary import english_words
from rahbar_engine.vectors.static import read_vectors

REGULARISATION = "C"
MAXIMUM_ITERATIONS = "max_iter"
VECTOR_WEIGHT = "vector_weight"
RANKING_LENGTH = "ranking_length"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class GlossedIntentClassifier(GraphComponent, IntentClassifier):
    """Ranks the intents of a message by the probability that it has each.

    Why these features and this classifier: docs/decisions/ (measured beside the stock ones).
    """

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Regularisation, iterations, weight of the vectors, number of intents in the ranking."""
        return {
            REGULARISATION: 20.0,
            MAXIMUM_ITERATIONS: 120,
            VECTOR_WEIGHT: 1.0,
            RANKING_LENGTH: 10,
        }

    def __init__(
        self, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        """Takes the settings and where to store what is learnt."""
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._vectoriser = Vectoriser(read_vectors(), config[VECTOR_WEIGHT])
        self._glossary = read_glossary(language_data() / "glossary.tsv")
        self._english = english_words()
        self._intents: List[str] = []
        self._weights: Optional[NDArray[np.float32]] = None
        self._bias: Optional[NDArray[np.float32]] = None

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> GlossedIntentClassifier:
        """Builds an untrained classifier."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> GlossedIntentClassifier:
        """Reads a trained classifier."""
        classifier = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            classifier._vectoriser.restore(folder)
            classifier._intents = json.loads((folder / "intents.json").read_text(encoding="utf-8"))
            with np.load(folder / "weights.npz") as stored:
                classifier._weights = stored["weights"].astype(np.float32)
                classifier._bias = stored["bias"].astype(np.float32)
        return classifier

    def train(self, training_data: TrainingData) -> Resource:
        """Fits the features and the regression, and stores both."""
        examples = training_data.intent_examples
        rows = self._vectoriser.fit([self._views(example) for example in examples])
        regression = LogisticRegression(
            C=self._config[REGULARISATION],
            max_iter=self._config[MAXIMUM_ITERATIONS],
            class_weight="balanced",
            random_state=1,
        )
        regression.fit(rows, [example.get(INTENT) for example in examples])
        self._intents = [str(intent) for intent in regression.classes_]
        with self._model_storage.write_to(self._resource) as folder:
            self._vectoriser.save(folder)
            (folder / "intents.json").write_text(json.dumps(self._intents), encoding="utf-8")
            np.savez(
                folder / "weights.npz",
                weights=regression.coef_.T.astype(np.float16),
                bias=regression.intercept_.astype(np.float32),
            )
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Sets `intent` and `intent_ranking` on each message."""
        for message in messages:
            ranking = self._ranking(message)
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _ranking(self, message: Message) -> List[Dict[str, Any]]:
        if not words(message) or self._weights is None or self._bias is None:
            return [{"name": None, "confidence": 0.0}]
        signed = intent_of_signs(words(message))
        if signed is not None:
            return [{"name": signed, "confidence": 1.0}]
        columns, values = self._vectoriser.row(self._views(message))
        scores = values @ self._weights[columns] + self._bias
        odds = np.exp(scores - scores.max())
        probabilities = odds / odds.sum()
        best = np.argsort(-probabilities)[: self._config[RANKING_LENGTH]]
        return [{"name": self._intents[i], "confidence": float(probabilities[i])} for i in best]

    def _views(self, message: Message) -> Views:
        return views(words(message), found(message), self._glossary, self._english)
